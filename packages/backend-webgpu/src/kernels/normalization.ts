import type { TensorSpec } from '@descent/core';
import { literal } from '../shader/wgsl.js';
import type { CallSpec, Lowering } from './lowering.js';
import { type Fold, lowerRows } from './rows.js';

/** 2ᵏ, of the size of the row's largest value, so that no sum overflows and no square vanishes. */
const powerOf = (value: string, least = -126): Fold => ({
  name: 'power',
  value: `abs(${value})`,
  combine: 'maximum',
  end: (total) => `power_of_two(${total}, ${least})`,
});

/** The batch's mean and variance are given: a kernel that works element by element. */
const batchNorm: Lowering = {
  element([x, mean, variance, offset, scale], { attrs }) {
    const epsilon = literal(attrs.varianceEpsilon as number);
    return `((${x} - ${mean}) * ${scale} / sqrt(maximum(${variance}, 0.0) + ${epsilon}) + ${offset})`;
  },
};

/** [x] → [y, 1 / deviation] */
const layerNorm: Lowering = {
  lower({ inputs, attrs }: CallSpec, traits) {
    const { shape } = inputs[0] as TensorSpec;
    const epsilon = attrs.epsilon as number;
    const length = shape.at(-1) as number;
    // Values far below √ε need not be brought up, and ε / power² stays in range.
    const least = epsilon > 0 ? Math.max(-126, Math.floor(Math.log2(epsilon) / 2)) : -126;
    // Counted from the first value, so that what all have in common is not rounded.
    const apart = `(x0(at) / power - x0(row * ${length}u) / power)`;
    const distance = `(${apart} - middle)`;
    return lowerRows(
      shape,
      {
        stages: [
          [powerOf('x0(at)', least)],
          [{ name: 'middle', value: apart, end: (total) => `${total} / ${literal(length)}` }],
          [
            {
              name: 'factor',
              value: `${distance} * ${distance}`,
              end: (total) =>
                `1.0 / sqrt(${total} / ${literal(length)} + ${literal(epsilon)} / power / power)`,
            },
          ],
        ],
        perRow: { put_y1: 'factor / power' },
        perPlace: { put_y0: `${distance} * factor` },
      },
      traits,
    );
  },
};

/** [dy, y, 1 / deviation]: (dy − mean(dy) − y · mean(dy · y)) / deviation. */
const layerNormGradient: Lowering = {
  lower({ inputs }: CallSpec, traits) {
    const { shape } = inputs[0] as TensorSpec;
    const mean = (total: string) => `${total} / ${literal(shape.at(-1) as number)}`;
    return lowerRows(
      shape,
      {
        stages: [
          [powerOf('x0(at)')],
          [
            { name: 'level', value: 'x0(at) / power', end: mean },
            { name: 'tilt', value: 'x0(at) / power * x1(at)', end: mean },
          ],
        ],
        perPlace: { put_y0: '(x0(at) / power - level - x1(at) * tilt) * x2(row) * power' },
      },
      traits,
    );
  },
};

/** Kernels that bring values to mean 0 and variance 1. */
export const normalizationKernels: Readonly<Record<string, Lowering>> = {
  FusedBatchNorm: batchNorm,
  LayerNorm: layerNorm,
  LayerNormGrad: layerNormGradient,
};
