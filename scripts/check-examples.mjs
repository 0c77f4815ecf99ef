// Runs the examples as a reader would and asserts the results that they print. Those that lessons show are written to
// examples/printed by --write.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areAlike } from './alike.mjs';
import { output, root } from './commands.mjs';

const isFull = process.argv.includes('--full');
const hasPhotographs = process.env.DESCENT_DATA_DIR !== undefined;
if (isFull && !hasPhotographs)
  console.log('04-transfer-fashion-mnist.ts and both 05 are skipped: DESCENT_DATA_DIR is not set');

/** An example, its arguments, and what its output must say: a text that it contains, numbers within bounds, or all that is in examples/printed. */
const examples = isFull
  ? [
      {
        file: '03-fashion-mnist.ts',
        args: ['--full'],
        expect: [/60000 pictures/, accuracyRow('dense', 101_770, 0.88), accuracyRow('CNN', undefined, 0.91)],
      },
      {
        file: '03-fashion-mnist.ts',
        args: ['--quick', '--backend=node-gpu'],
        expect: [/^node-gpu: /, accuracyRow('dense', 101_770, 0.4), accuracyRow('CNN', undefined, 0.4)],
      },
      ...(hasPhotographs
        ? [
            {
              file: '04-transfer-fashion-mnist.ts',
              expect: [/means over 5 seeds: transfer (8[1-9]|9\d)\.\d %, from scratch (7[5-9]|80)\.\d %/],
            },
            {
              file: '05-transfer-cats-dogs.ts',
              expect: [/means over 5 seeds: transfer (8[7-9]|9\d)\.\d %, from scratch [5-7]\d\.\d %/],
            },
            {
              file: '05-cats-dogs.ts',
              args: ['--quick'],
              expect: [/2000 photographs to learn from, 800 to be tested on/, /'with' +│ '\d\d\.\d %'/],
            },
          ]
        : []),
    ]
  : [
      {
        file: '01-linear-regression.ts',
        expect: ['update rule by hand', 'gradients by autograd', 'closed form'].map(
          (name) => new RegExp(`${name} +h\\(x\\) = 1\\.9400 x \\+ 1\\.1500`),
        ),
      },
      {
        file: '02-separation.ts',
        expect: [
          separates('one neuron', { best: [0, 0.8], mean: [0, 0.65] }),
          separates('hidden layer', { best: [0.98, 1], mean: [0.9, 1] }),
          separates('linear', { best: [0, 0.8], mean: [0, 0.65] }),
        ],
      },
      {
        file: '03-fashion-mnist.ts',
        expect: [/10000 pictures/, accuracyRow('dense', 101_770, 0.83), accuracyRow('CNN', undefined, 0.87)],
      },
      { file: '04-tensorflow-js.ts', expect: [/^descent-cpu: /, /accuracy after each epoch: .* 0\.8\d\n/] },
      {
        file: '06-neuron.ts',
        expect: ['1.6000', '0.8320', '0.9217'].map((value) => new RegExp(`= ${value}, dense ${value}\\n`)),
      },
      {
        file: '07-losses.ts',
        expect: [/logit -120: MSE 1\.0000 with slope 0\.0000, log loss 120\.0000 with slope -1\.0000/],
      },
      {
        file: '08-overfitting.ts',
        expect: [
          gapsGrow,
          /all labels by a coin, 64 wide: training loss \S+ \(100 % right\), .*\(5\d % right\)/,
        ],
      },
      {
        file: '09-regularization.ts',
        expect: [
          /^L1 +15 of 15 noise weights are 0/m,
          /^L2 +0 of 15 noise weights are 0/m,
          meanIsTheWholeNet,
          /^early stopping: \d\d of 500 epochs/m,
        ],
      },
      {
        file: '10-gradient-flow.ts',
        expect: [reachesFirstLayer('sigmoid', 0, 1e-4), reachesFirstLayer('relu', 1e-2, 100)],
      },
      { file: '11-playground.ts', expect: [/^121 weights/, /test: .*, (1\.000|0\.9[5-9]\d) right/] },
      {
        file: '12-exploding-gradients.ts',
        expect: [
          /as it is: fit: epoch \d+, batch 1: .*not finite/,
          ...['α / 1000', 'clipping', 'batch norm'].map(lossFalls),
        ],
      },
      {
        file: '13-why-not-dense.ts',
        expect: [/dense +10001000 parameters/, /conv2d +100 parameters/, holdsWhereDenseFails],
      },
      { file: '14-gradient-descent.ts', expect: [asWritten('14-gradient-descent.ts')] },
      { file: '15-backpropagation.ts', expect: [asWritten('15-backpropagation.ts', 1e-4)] },
      { file: '16-convolution.ts', expect: [asWritten('16-convolution.ts', 0)] },
      // Rounding alone moves what a net has learnt from few pictures by a point or two.
      { file: '17-pooling.ts', expect: [asWritten('17-pooling.ts', 0.04)] },
      { file: '18-feature-maps.ts', expect: [asWritten('18-feature-maps.ts', 0)] },
      {
        file: 'keras-round-trip/keras-round-trip.ts',
        expect: [/^here: +100 steps, accuracy 0\.[78]\d+$/m],
      },
      { file: '20-backends.ts', expect: ['cpu, one thread', 'cpu'].map(agrees) },
    ];

for (const { file, args = [], expect } of examples) {
  const printed = output('node', [`examples/${file}`, ...args]);
  console.log(printed);
  for (const claim of expect) {
    const problem =
      claim instanceof RegExp ? (claim.test(printed) ? undefined : `no ${claim} in it`) : claim(printed);
    if (problem) throw new Error(`${file}: ${problem}`);
  }
}

/** What the page of a lesson says that an example prints, but for numbers that differ by a small share. */
function asWritten(file, share) {
  const written = join(root, 'examples', 'printed', file.replace('.ts', '.txt'));
  return (printed) => {
    if (process.argv.includes('--write')) {
      mkdirSync(join(written, '..'), { recursive: true });
      writeFileSync(written, printed);
    }
    return areAlike(readFileSync(written, 'utf8'), printed, share)
      ? undefined
      : `it prints something else than ${written} has: node scripts/check-examples.mjs --write`;
  };
}

/** A row of the table of example 03: the net, its parameter count, and at least this accuracy. */
function accuracyRow(net, parameters, least) {
  return (printed) => {
    const row = printed.split('\n').find((line) => line.includes(`'${net}'`));
    if (!row) return `no row for ${net}`;
    const [count, accuracy] = row
      .match(/[\d.]+/g)
      .slice(1)
      .map(Number);
    if (parameters !== undefined && count !== parameters)
      return `${net} has ${count} parameters, not ${parameters}`;
    return accuracy >= least ? undefined : `${net} reached ${accuracy}, below ${least}`;
  };
}

/** A line of example 02: the best accuracy over the seeds, and their mean, lie within bounds. */
function separates(net, { best, mean }) {
  return (printed) => {
    const found =
      printed
        .match(new RegExp(`${net}.*best ([\\d.]+), mean ([\\d.]+)`))
        ?.slice(1)
        .map(Number) ?? [];
    return [best, mean].every(([least, most], i) => found[i] >= least && found[i] <= most)
      ? undefined
      : `${net}: best ${found[0]}, mean ${found[1]}, expected ${best.join(' to ')} and ${mean.join(' to ')}`;
  };
}

/** The table of example 13: moved by 4 pixels, the convolutional net stays within 0.1 and the dense one falls below 0.4. */
function holdsWhereDenseFails(printed) {
  const [dense, cnn] = ['dense', 'CNN'].map((net) => {
    const row = printed.split('\n').find((line) => line.includes(`'${net}'`));
    return row?.match(/\d\.\d+/g)?.map(Number) ?? [];
  });
  return dense[0] >= 0.75 && cnn[0] >= 0.75 && dense[2] < 0.4 && cnn[2] > cnn[0] - 0.1
    ? undefined
    : `dense ${dense}, CNN ${cnn}`;
}

/** The lines of example 08 for one kind of labels: the gap grows with the width. */
function gapsGrow(printed) {
  const gaps = [...printed.matchAll(/^a third.* gap ([\d.]+)$/gm)].map((match) => Number(match[1]));
  const doGrow = gaps.length === 3 && gaps.every((gap, i) => i === 0 || gap > 1.2 * gaps[i - 1]);
  return doGrow ? undefined : `gaps ${gaps}, expected three that grow`;
}

/** A net of example 10: this share of the last layer's gradient reaches the first. */
function reachesFirstLayer(activation, least, most) {
  return (printed) => {
    const share = Number(printed.match(new RegExp(`${activation}: .*\\n.*last layer: (\\S+)`))?.[1]);
    return share >= least && share <= most
      ? undefined
      : `${activation}: ${share} arrives, expected ${least} to ${most}`;
  };
}

/** A line of example 12: the loss falls to a quarter or less. */
function lossFalls(remedy) {
  return (printed) => {
    const [first, last] =
      printed
        .match(new RegExp(`${remedy}: loss (\\S+) → (\\S+)`))
        ?.slice(1)
        .map(Number) ?? [];
    return last < first / 4 ? undefined : `${remedy}: loss ${first} → ${last}`;
  };
}

/** The last line of dropout in example 09: the mean of many nets is what the whole net answers. */
function meanIsTheWholeNet(printed) {
  const [, mean, whole] = printed.match(/mean of 65536 nets (\S+), the whole net (\S+)$/m) ?? [];
  return Math.abs(mean - whole) < 0.02 ? undefined : `the mean is ${mean}, the whole net ${whole}`;
}

/** A line of example 20: the losses are those of the reference kernels. */
function agrees(backend) {
  return (printed) => {
    const apart = Number(printed.match(new RegExp(`^${backend}: .* apart by (\\S+),`, 'm'))?.[1]);
    return apart <= 1e-4 ? undefined : `${backend}: losses apart by ${apart}`;
  };
}
