import { conv2d, dense, flatten, type Model, maxPool2d, sequential } from '@descent/layers';

/** Both nets of the lesson, with the weights that they begin with. */
export const nets = {
  dense: () =>
    sequential({ input: [28, 28, 1], seed: 1 }, flatten(), dense(128, { activation: 'relu' }), dense(10)),
  cnn: () =>
    sequential(
      { input: [28, 28, 1], seed: 1 },
      conv2d({ filters: 16, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
      maxPool2d(2),
      conv2d({ filters: 32, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
      maxPool2d(2),
      flatten(),
      dense(64, { activation: 'relu' }),
      dense(10),
    ),
} satisfies Record<string, () => Model>;
