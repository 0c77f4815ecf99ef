// What the figures have to show. A ratio is the median over rounds of one peer's time over another's, round by round.
import { mostKilobytes } from '../scripts/bundle-sizes.mjs';
import { works } from './works.mjs';

const against = (work, peer, threads, least, ours = 1) => ({
  title: `${work}, ${ours} thread${ours > 1 ? 's' : ''}: at least ${least} × ${peer}${threads > 1 ? ` on ${threads} threads` : ''}`,
  value: (figures) => figures.ratio(work, [peer, threads], ['descent', ours]),
  holds: (value) => value >= least,
});

const shareOf = (work, threads, most, peer = 'torch') => ({
  title: `${work}, ${threads} thread${threads > 1 ? 's' : ''}: at most ${most} × the time of ${peer}`,
  value: (figures) => figures.ratio(work, ['descent', threads], [peer, threads]),
  holds: (value) => value <= most,
});

const onGpu = (work) => ({
  title: `${work}, on the GPU in Node: at least 2 × tfjs-webgpu`,
  environment: 'gpu',
  value: (figures) => figures.ratio(work, ['tfjs-webgpu', 1, 'gpu'], ['descent', 1, 'gpu']),
  holds: (value) => value >= 2,
});

const ofPeak = (work) => ({
  title: `${work}, 1 thread: at least 88 % of the peak`,
  value: (figures) => figures.peakShare(work),
  holds: (value) => value >= 0.88,
});

const transposings = ['', ', A transposed', ', B transposed', ', both transposed'].map(
  (which) => `W1 matmul 512${which}`,
);

const inChromium = (work, threads) => ({
  title: `${work}, ${threads} thread${threads > 1 ? 's' : ''}: in Chromium at least 0.9 × as fast as in Node`,
  environment: 'chromium',
  value: (figures) => figures.ratio(work, ['descent', threads], ['descent', threads, 'chromium']),
  holds: (value) => value >= 0.9,
});

export const musts = [
  ...['W1 matmul 512', 'W1 matmul 1024'].flatMap((work) => [
    ofPeak(work),
    against(work, 'tfjs-wasm', 1, 1.6),
  ]),
  {
    title:
      'W1 matmul 512, 1 thread: all ways of transposing within 10 % of each other, as shares of the peak',
    value(figures) {
      const shares = transposings.map((work) => figures.peakShare(work));
      return shares.includes(undefined) ? undefined : Math.max(...shares) / Math.min(...shares);
    },
    holds: (value) => value <= 1.1,
  },
  shareOf('W3 CNN step', 1, 0.85),
  shareOf('W3 CNN step', 2, 0.65),
  shareOf('W3 CNN step', 1, 1.1, 'torch-tuned'),
  against('W3 CNN step', 'descent', 1, 1.8, 2),
  against('W3 CNN step', 'jax-js', 1, 100),
  {
    title:
      'W3 CNN step, 1 thread: at least 1000 × tfjs-cpu, which is timed on 4 pictures and counted 16 times',
    value(figures) {
      const onFour = figures.ratio('W3 CNN step, batch 4', ['tfjs-cpu', 1], ['descent', 1], 'W3 CNN step');
      return onFour && 16 * onFour;
    },
    holds: (value) => value >= 1000,
  },
  {
    title:
      "W3 CNN step, batch 4, as a program of TensorFlow.js: on Descent's kernels at least 100 × tfjs-cpu",
    value: (figures) => figures.ratio('W3 CNN step, batch 4', ['tfjs-cpu', 1], ['tfjs-descent', 1]),
    holds: (value) => value >= 100,
  },
  against('W4 MLP step', 'tfjs-wasm', 1, 10),
  shareOf('W4 MLP step', 1, 1.3),
  shareOf('W4 MLP step', 2, 0.8),
  against('W5 tanh net step', 'tfjs-cpu', 1, 50),
  against('W5 tanh net step', 'hand-written', 1, 4),
  against('W6 MobileNet, forward', 'tfjs-wasm', 1, 1),
  {
    title: 'W5 tanh net through fit, 1 thread: at least 20 × tfjs-cpu',
    value: (figures) =>
      figures.ratio('W5 tanh net step', ['tfjs-cpu', 1], ['descent', 1], 'W5 tanh net, fit'),
    holds: (value) => value >= 20,
  },
  {
    title: 'W3 CNN step, 1 thread: at most 36 MiB of WebAssembly memory',
    value: (figures) => figures.wasmMebibytes('W3 CNN step', ['descent', 1]),
    holds: (value) => value <= 36,
  },
  {
    title: `example 03 for browsers, WebAssembly included, compressed: at most ${mostKilobytes} KB`,
    value: (figures) => figures.bundleKilobytes('example 03'),
    holds: (value) => value <= mostKilobytes,
  },
  ...['W3 CNN step', 'W3 CNN step, batch 4', 'W4 MLP step'].map(onGpu),
  ...Object.keys(works).flatMap((work) => [1, 2].map((threads) => inChromium(work, threads))),
];
