import type { ArrayData } from '@descent/datasets';
import {
  activation,
  batchNorm,
  conv2d,
  dense,
  flatten,
  type Model,
  maxPool2d,
  sequential,
} from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';

/** A net of two convolutions with batch normalization, and a classifier of three classes. */
export function net(seed = 1): Model {
  return sequential(
    { input: [8, 8, 1], seed },
    conv2d({ filters: 4, kernelSize: 3, name: 'first' }),
    batchNorm({ momentum: 0.5, name: 'norm' }),
    activation('relu', { name: 'relu' }),
    maxPool2d(2, { name: 'pool' }),
    conv2d({ filters: 6, kernelSize: 3, activation: 'relu', name: 'second' }),
    flatten({ name: 'flat' }),
    dense(3, { name: 'head' }),
  ) as Model;
}

/** Thirty pictures with a bright square, whose place is their class. */
export function pictures(count = 30): ArrayData & { readonly y: Int32Array; readonly x: Float32Array } {
  const x = new Float32Array(count * 64);
  const y = Int32Array.from({ length: count }, (_, i) => i % 3);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 64; k++) {
      const isBright = Math.floor(k / 8) % 3 === y[i];
      x[i * 64 + k] = Number(isBright) + ((i * 31 + k * 17) % 13) / 13;
    }
  }
  return { x, y, inputShape: [8, 8, 1], classNames: ['a', 'b', 'c'] };
}

/** Options of a fit without a sound. */
export const quiet = { loss: crossEntropyFromLogits, batchSize: 10, progress: 'none', seed: 4 } as const;

/** What the parameters hold. */
export function valuesOf(model: Model): Record<string, number[]> {
  return Object.fromEntries(model.namedParameters.map(([name, { value }]) => [name, [...value.dataSync()]]));
}
