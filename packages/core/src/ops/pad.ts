import { describeValue } from '../describe-value.js';
import { applyOne } from '../dispatch.js';
import { DtypeError, ShapeError, ValueError } from '../errors.js';
import { defineKernel, type HostTensor, type TensorSpec } from '../kernel.js';
import { checkShape, type Shape, showShape, stridesOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { type PadMode, padByBorders } from './kinds/borders.js';
import { elementOf } from './kinds/elements.js';
import { checkTensor } from './kinds/operands.js';
import { forEachPosition } from './kinds/positions.js';
import { slice } from './slice.js';

/** Cells to add before and after each axis. */
export type Paddings = readonly (readonly [number, number])[];

/** Attributes of the PadV2 kernel. */
export type PadAttrs = { readonly paddings: Paddings; readonly constantValue: number };

/** PadV2. */
export const padKernel = defineKernel<PadAttrs>({
  name: 'PadV2',
  op: 'pad',
  outputs: ([x], { paddings }) => {
    const { shape, dtype } = x as TensorSpec;
    return [{ shape: paddedShape(shape, paddings), dtype }];
  },
  reference([x], [out], { paddings, constantValue }) {
    const { shape, values } = x as HostTensor;
    const result = out as HostTensor;
    result.values.fill(constantValue);
    const strides = stridesOf(result.shape);
    const offset = paddings.reduce((sum, [before], axis) => sum + before * (strides[axis] as number), 0);
    forEachPosition(shape, strides, (from, to) => {
      result.values[offset + to] = values[from] as number;
    });
  },
  gradient: ([dy], { inputs: [x], attrs: { paddings } }) => [
    slice(
      dy as Tensor,
      paddings.map(([before]) => before),
      (x as Tensor).shape,
    ),
  ],
});

function paddedShape(shape: Shape, paddings: Paddings): number[] {
  return shape.map((n, i) => n + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0));
}

/**
 * Adds cells before and after the axes: of one value, or repeating those of x, as the modes of NumPy do (TensorFlow.js
 * calls two of them mirrorPad).
 *
 * @param paddings - [before, after] for each axis, ≥ 0
 * @param value - a number, default 0; or `'reflect'`, which mirrors x around its last cells, `'symmetric'`, which
 * mirrors it around its edges, or `'edge'`, which repeats its last cells
 * @throws ShapeError when there is not one pair per axis, or too few cells to mirror; ValueError for counts below 0, an
 * unknown mode and a value that int32 cannot hold; DtypeError for anything else
 * @example pad(tensor([1, 2]), [[1, 2]]).arraySync() // [0, 1, 2, 0, 0]
 * @example pad(tensor([1, 2, 3]), [[2, 1]], 'reflect').arraySync() // [3, 2, 1, 2, 3, 2]
 */
export function pad(x: Tensor, paddings: Paddings, value: number | PadMode = 0): Tensor {
  const given = checkTensor('pad', x);
  if (!Array.isArray(paddings) || paddings.length !== given.rank) {
    throw new ShapeError(
      `pad: ${showShape(given.shape)} needs a pair [before, after] for each axis, got ${describeValue(paddings)}`,
    );
  }
  for (const pair of paddings as Paddings) {
    if (Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isSafeInteger(n) && n >= 0))
      continue;
    throw new ValueError(`pad: paddings must be pairs of whole numbers >= 0, got ${describeValue(pair)}`);
  }
  if (value === 'edge') checkShape('pad', paddedShape(given.shape, paddings));
  if (value === 'reflect' || value === 'symmetric' || value === 'edge')
    return padByBorders(given, paddings as Paddings, value);
  if (typeof value !== 'number') {
    const problem = `pad: value must be a number, 'reflect', 'symmetric' or 'edge', got ${describeValue(value)}`;
    throw typeof value === 'string' ? new ValueError(problem) : new DtypeError(problem);
  }
  return applyOne(padKernel, [given], {
    paddings: (paddings as Paddings).map(([before, after]) => [before, after] as const),
    constantValue: elementOf('pad', value, given.dtype),
  });
}
