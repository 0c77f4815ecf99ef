import { Rng, type Tensor, tensor } from '@descent/core';
import { featureCount, testCount, trainingCount, truth } from './protocol.js';

/** Features and targets: a weighted sum of the first five features and noise; the other fifteen are noise alone. */
export function sparseData(seed: number): Readonly<Record<'x' | 'y' | 'testX' | 'testY', Tensor>> {
  const rng = new Rng(seed).split('features');
  const set = (count: number): readonly [Tensor, Tensor] => {
    const x = rng.normalArray(count * featureCount);
    const noise = rng.normalArray(count);
    const y = noise.map((stray, i) =>
      truth.reduce((sum, weight, j) => sum + weight * (x[i * featureCount + j] as number), 0.5 * stray),
    );
    return [
      tensor(Float32Array.from(x), [count, featureCount]) as Tensor,
      tensor(Float32Array.from(y), [count, 1]) as Tensor,
    ];
  };
  const [[x, y], [testX, testY]] = [set(trainingCount), set(testCount)];
  rng.dispose();
  return { x, y, testX, testY };
}
