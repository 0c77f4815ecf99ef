import { Rng } from '@descent/core';
import { conv2d, dense, dropout, flatten, type Model, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, type Callback, fit } from '@descent/train';

const batchSize = 4;

/**
 * The losses of a convolutional net of 421,642 parameters that `fit` trains on the backend in use, one for each step of
 * 4 pictures of 28 × 28 in ten classes. Pictures, weights and what dropout drops come from seeds.
 * @example await trainW3(10)
 */
export async function trainW3(steps: number): Promise<number[]> {
  using model = sequential(
    { input: [28, 28, 1], seed: 3 },
    conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    dropout(0.25),
    flatten(),
    dense(128, { activation: 'relu' }),
    dropout(0.5),
    dense(10),
  );
  const count = steps * batchSize;
  const rng = new Rng(4);
  const x = rng.split('pictures').uniformArray(count * 28 * 28);
  const y = Int32Array.from(rng.split('classes').uniformArray(count), (u) => Math.floor(10 * u));
  rng.dispose();
  // On dark ground, a bright stripe tells of the class.
  x.forEach((value, i) => {
    const row = Math.floor(i / 28) % 28;
    const isStripe = Math.floor(row / 2) - 2 === y[Math.floor(i / (28 * 28))];
    x[i] = isStripe ? value : 0.2 * value;
  });
  const losses: number[] = [];
  let sum = 0;
  const callback: Callback = {
    // Logs have the mean of the epoch so far.
    onBatchEnd(_position, { loss }) {
      const before = sum;
      sum = (loss as number) * (losses.length + 1);
      losses.push(sum - before);
    },
  };
  const optimizer = adam();
  await fit(model as unknown as Model, { x, inputShape: [28, 28, 1], y, targetShape: [] } as never, {
    loss: crossEntropyFromLogits,
    optimizer,
    seed: 1,
    batchSize,
    progress: 'none',
    callbacks: [callback],
  });
  optimizer.dispose();
  return losses;
}
