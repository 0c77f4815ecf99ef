// What the figures have to show. A ratio is the median over rounds of one peer's time over another's, round by round.

const against = (work, peer, threads, least, ours = 1) => ({
  title: `${work}, ${ours} thread${ours > 1 ? 's' : ''}: at least ${least} × ${peer}${threads > 1 ? ` on ${threads} threads` : ''}`,
  value: (figures) => figures.ratio(work, [peer, threads], ['descent', ours]),
  holds: (value) => value >= least,
});

const shareOf = (work, threads, most) => ({
  title: `${work}, ${threads} thread${threads > 1 ? 's' : ''}: at most ${most} × torch's time`,
  value: (figures) => figures.ratio(work, ['descent', threads], ['torch', threads]),
  holds: (value) => value <= most,
});

const ofPeak = (work) => ({
  title: `${work}, 1 thread: at least 88 % of the peak`,
  value: (figures) => figures.peakShare(work),
  holds: (value) => value >= 0.88,
});

const likeTransposed = (which) => ({
  title: `W1 matmul 512${which}: within 10 % of none transposed`,
  value: (figures) => figures.across(`W1 matmul 512${which}`, 'W1 matmul 512'),
  holds: (value) => value <= 1.1 && value >= 1 / 1.1,
});

export const musts = [
  ...['W1 matmul 512', 'W1 matmul 1024'].flatMap((work) => [
    ofPeak(work),
    against(work, 'tfjs-wasm', 1, 1.6),
  ]),
  ...[', A transposed', ', B transposed', ', both transposed'].map(likeTransposed),
  shareOf('W3 CNN step', 1, 0.85),
  shareOf('W3 CNN step', 2, 0.65),
  against('W3 CNN step', 'descent', 1, 1.8, 2),
  against('W3 CNN step, batch 4', 'tfjs-cpu', 1, 1000),
  against('W4 MLP step', 'tfjs-wasm', 1, 10),
  shareOf('W4 MLP step', 1, 1.3),
  shareOf('W4 MLP step', 2, 0.8),
  against('W5 tanh net step', 'tfjs-cpu', 1, 50),
  against('W5 tanh net step', 'hand-written', 1, 4),
  {
    title: 'W5 tanh net through fit, 1 thread: at least 20 × tfjs-cpu',
    value: (figures) =>
      figures.ratio('W5 tanh net step', ['tfjs-cpu', 1], ['descent', 1], 'W5 tanh net, fit'),
    holds: (value) => value >= 20,
  },
];
