// What is timed: each work with its data, the same for every peer to the last bit.

/** xorshift32 numbers in [-scale, scale); peers in other languages repeat it. */
function stream(seed, size, scale) {
  const values = new Float32Array(size);
  let s = (seed * 7919 + 13) >>> 0;
  for (let i = 0; i < size; i++) {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    values[i] = ((s >>> 0) / 2 ** 32 - 0.5) * 2 * scale;
  }
  return values;
}

/** A tensor: shape, and values by a seed and a scale, around an offset. */
const tensor = (shape, seed, scale = 1, offset = 0) => ({ shape, seed, scale, offset });

/** Weights as large as their number of inputs asks for. */
const weights = (shape, seed) =>
  tensor(shape, seed, 1 / Math.sqrt(shape.slice(0, -1).reduce((a, b) => a * b, 1)));

const matmul = (size, transposeA, transposeB) => ({
  transposeA,
  transposeB,
  inputs: [tensor([size, size], 1), tensor([size, size], 2)],
  flops: 2 * size ** 3,
});

const convolution = {
  inputs: [tensor([64, 14, 14, 32], 1), weights([3, 3, 32, 64], 2)],
  gradient: tensor([64, 14, 14, 64], 3),
};

const cnn = (batch) => ({
  inputs: [tensor([batch, 28, 28, 1], 1)],
  classes: 10,
  parameters: [
    ...[weights([3, 3, 1, 32], 2), tensor([32], 3, 0.05), weights([3, 3, 32, 64], 4), tensor([64], 5, 0.05)],
    ...[weights([3136, 128], 6), tensor([128], 7, 0.05), weights([128, 10], 8), tensor([10], 9, 0.05)],
  ],
});

const mlp = {
  inputs: [tensor([64, 784], 1)],
  classes: 10,
  parameters: [weights([784, 128], 2), tensor([128], 3, 0.05), weights([128, 10], 4), tensor([10], 5, 0.05)],
};

const tanhNet = {
  inputs: [tensor([32, 2], 1), tensor([32, 1], 2)],
  parameters: [
    ...[weights([2, 8], 3), tensor([8], 4, 0.05), weights([8, 8], 5), tensor([8], 6, 0.05)],
    ...[weights([8, 1], 7), tensor([1], 8, 0.05)],
  ],
};

/** Strides of the depthwise convolutions of MobileNet, and filters of the pointwise ones behind them. */
const mobileNetBlocks = [
  ...[
    [1, 16],
    [2, 32],
    [1, 32],
    [2, 64],
    [1, 64],
    [2, 128],
  ],
  ...[
    [1, 128],
    [1, 128],
    [1, 128],
    [1, 128],
    [1, 128],
    [2, 256],
    [1, 256],
  ],
];

/** γ, β, mean and variance of each channel. */
const normalization = (channels, seed) => [
  ...[tensor([channels], seed, 0.25, 1), tensor([channels], seed + 1, 0.1)],
  ...[tensor([channels], seed + 2, 0.1), tensor([channels], seed + 3, 0.25, 1)],
];

/** MobileNet v1 of a quarter of the width, its weights in the order of its layers. */
const mobileNet = {
  inputs: [tensor([1, 224, 224, 3], 1)],
  strides: mobileNetBlocks.map(([strides]) => strides),
  parameters: [
    ...[weights([3, 3, 3, 8], 2), ...normalization(8, 3)],
    ...mobileNetBlocks.flatMap(([, filters], i) => {
      const channels = i === 0 ? 8 : mobileNetBlocks[i - 1][1];
      const depthwise = tensor([3, 3, channels, 1], 10 * i + 10, 1 / 3);
      const pointwise = weights([1, 1, channels, filters], 10 * i + 15);
      return [
        ...[depthwise, ...normalization(channels, 10 * i + 11)],
        ...[pointwise, ...normalization(filters, 10 * i + 16)],
      ];
    }),
    ...[weights([1, 1, 256, 1000], 150), tensor([1000], 151, 0.05)],
  ],
};

/** By name. `kind` says which program of a peer runs it, `steps` how many a round takes at least. */
export const works = {
  'W1 matmul 512': { kind: 'matmul', ...matmul(512, false, false) },
  'W1 matmul 512, A transposed': { kind: 'matmul', ...matmul(512, true, false) },
  'W1 matmul 512, B transposed': { kind: 'matmul', ...matmul(512, false, true) },
  'W1 matmul 512, both transposed': { kind: 'matmul', ...matmul(512, true, true) },
  'W1 matmul 1024': { kind: 'matmul', ...matmul(1024, false, false) },
  'W2 convolution, forward': { kind: 'convolution', ...convolution },
  'W2 convolution, filter gradient': { kind: 'filterGradient', ...convolution },
  'W2 convolution, input gradient': { kind: 'inputGradient', ...convolution },
  'W3 CNN step': { kind: 'cnn', ...cnn(64) },
  'W3 CNN step, batch 4': { kind: 'cnn', ...cnn(4) },
  'W3 CNN, forward': { kind: 'cnnForward', ...cnn(64) },
  'W4 MLP step': { kind: 'mlp', ...mlp },
  'W4 MLP, forward': { kind: 'mlpForward', ...mlp },
  'W5 tanh net step': { kind: 'tanhNet', ...tanhNet },
  // Whole trainings, so that what fit does once weighs little.
  'W5 tanh net, fit': { kind: 'tanhNetFit', steps: 10_000, ...tanhNet },
  'W6 MobileNet, forward': { kind: 'mobileNetForward', ...mobileNet },
};

/** Values of a tensor of a work. */
export function valuesOf({ shape, seed, scale, offset }) {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = stream(seed, size, scale);
  return offset ? values.map((value) => offset + value) : values;
}

/** Class indices of a batch. */
export const labelsOf = ({ inputs: [x], classes }) =>
  Int32Array.from({ length: x.shape[0] }, (_, i) => (i * 7) % classes);
