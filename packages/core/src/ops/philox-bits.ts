import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { type PhiloxKey, philox } from '../random/philox.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** Attributes of the PhiloxBits kernel. */
export type PhiloxBitsAttrs = {
  readonly shape: readonly number[];
  readonly key: PhiloxKey;
  readonly bits: 24 | 32;
};

/**
 * PhiloxBits [counter], an extension of the vocabulary: word i mod 4 of the block with counter
 * (⌊i / 4⌋, draw, 0, 0), where draw is the value of the int32 scalar `counter`; the upper `bits` bits of it.
 */
export const philoxBitsKernel = defineKernel<PhiloxBitsAttrs>({
  name: 'PhiloxBits',
  op: 'philoxBits',
  outputs: (_inputs, { shape }) => [{ shape, dtype: 'int32' }],
  reference([counter], [out], { key, bits }) {
    const draw = (counter as HostTensor).values[0] as number;
    const { values } = out as HostTensor;
    for (let i = 0; i < values.length; i += 4) {
      const words = philox([i / 4, draw, 0, 0], key);
      for (let k = 0; k < 4 && i + k < values.length; k++)
        values[i + k] = (words[k] as number) >>> (32 - bits);
    }
  },
});

/**
 * Random bits, the same on every backend: a pure function of key and counter.
 *
 * @param counter - int32 scalar: the number of the draw
 * @param attrs - `shape` of the result; `key`: two words; `bits`: 24 (numbers in [0, 2²⁴)) or 32 (any int32)
 * @example philoxBits(tensor(0, [], 'int32'), { shape: [4], key: [1, 2], bits: 24 })
 */
export function philoxBits(counter: Tensor, attrs: { shape: Shape; key: PhiloxKey; bits: 24 | 32 }): Tensor {
  checkShape('philoxBits', attrs.shape);
  return applyOne(philoxBitsKernel, [counter], { ...attrs, shape: [...attrs.shape] });
}
