import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import { forEachWindow, type PoolAttrs, poolGeometry } from './kinds/pooling.js';

/** MaxPoolGrad [dy, x, y]: each window's gradient goes to its first largest cell, NaN being the largest. */
export const maxPool2dGradientKernel: Kernel<PoolAttrs> = defineKernel({
  name: 'MaxPoolGrad',
  op: 'the gradient of maxPool2d',
  outputs: ([, x]) => [{ shape: (x as TensorSpec).shape, dtype: 'float32' }],
  reference([dy, x], [out], attrs) {
    const { shape, values } = x as HostTensor;
    const [arriving, result] = [(dy as HostTensor).values, (out as HostTensor).values];
    forEachWindow(poolGeometry('maxPool2d', shape, attrs), (outIndex, cells) => {
      const largest = firstLargest(values, cells);
      if (largest >= 0) (result[largest] as number) += arriving[outIndex] as number;
    });
  },
});

/** Index of the first largest cell; a NaN counts as the largest; −1 for an empty window. */
function firstLargest(values: ArrayLike<number>, cells: readonly number[]): number {
  let best = -1;
  for (const cell of cells) {
    const value = values[cell] as number;
    const largest = best === -1 ? Number.NaN : (values[best] as number);
    if (best === -1 || value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) best = cell;
  }
  return best;
}
