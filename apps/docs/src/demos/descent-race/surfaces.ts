import type { Tensor } from '@descent/core';

/** A loss over two weights. */
export interface LossSurface {
  readonly label: string;
  /** Made of ops, so that autograd gives its gradient; works on grids too. */
  loss(w1: Tensor, w2: Tensor): Tensor;
  /** Where all start. */
  readonly start: readonly [w1: number, w2: number];
  /** The lowest places. */
  readonly minima: readonly (readonly [w1: number, w2: number])[];
}

export type SurfaceName = 'bowl' | 'ravine' | 'saddle' | 'valleys';

/** By the names that links use. */
export const surfaces: Readonly<Record<SurfaceName, LossSurface>> = {
  bowl: {
    label: 'bowl',
    // The curvature is 2 in every direction: a step of α leaves (1 − 2α) of the way.
    loss: (w1, w2) => w1.square().add(w2.square()),
    start: [-2.4, 1.8],
    minima: [[0, 0]],
  },
  ravine: {
    label: 'ravine',
    // 40 times as steep across as along.
    loss: (w1, w2) => w1.square().mul(0.1).add(w2.square().mul(4)),
    start: [-2.6, 1.2],
    minima: [[0, 0]],
  },
  saddle: {
    label: 'saddle',
    // Falls along w2 from a ridge at w2 = 0, down to two minima at w2 = ±2.
    loss: (w1, w2) =>
      w1
        .square()
        .mul(0.5)
        .sub(w2.square().mul(0.5))
        .add(
          w2
            .square()
            .square()
            .mul(1 / 16),
        ),
    start: [-2.5, 0.001],
    minima: [
      [0, 2],
      [0, -2],
    ],
  },
  valleys: {
    label: 'two valleys',
    // w1⁴/8 − w1² + w1/4 has minima near −2.06 and 1.93; the left one is the deeper.
    loss: (w1, w2) =>
      w1.square().square().mul(0.125).sub(w1.square()).add(w1.mul(0.25)).add(w2.square().mul(0.5)),
    start: [2.7, 1.8],
    minima: [[-2.0599, 0]],
  },
};
