import { conv2d, dense, flatten, globalMaxPool2d, type Model, maxPool2d, sequential } from '@descent/layers';

const convolution = {
  kernelSize: 3,
  padding: 'same',
  activation: 'relu',
  kernelInitializer: 'heNormal',
} as const;

/** Two nets with about as many parameters. */
export const nets = {
  dense: () =>
    sequential({ input: [28, 28, 1], seed: 1 }, flatten(), dense(12, { activation: 'relu' }), dense(10)),
  cnn: () =>
    sequential(
      { input: [28, 28, 1], seed: 1 },
      conv2d({ filters: 16, ...convolution }),
      maxPool2d(2),
      conv2d({ filters: 24, ...convolution }),
      conv2d({ filters: 24, ...convolution }),
      globalMaxPool2d(),
      dense(10),
    ),
} satisfies Record<string, () => Model>;
