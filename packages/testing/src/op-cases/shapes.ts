import * as core from '@descent/core';
import type { OpCase } from '../op-case.js';

const indices = (values: readonly number[], shape: readonly number[] = [values.length]) => ({
  shape,
  dtype: 'int32' as const,
  values,
});

const draws: Readonly<Record<string, (rng: core.Rng) => core.Tensor>> = {
  normal: (rng) => core.normal(rng, [3, 67], 1, 2),
  truncatedNormal: (rng) => core.truncatedNormal(rng, [201]),
  categorical: (rng) => core.scope(() => core.categorical(rng, core.linspace(-1, 1, 7), 50)),
  shuffle: (rng) => core.scope(() => core.shuffle(rng, core.range(0, 101))),
};

/** Ops that move values without computing, and those that pick and scatter them. */
export const shapeCases: OpCase[] = [
  { name: 'reshape', inputs: [{ shape: [2, 6] }], run: (x) => core.reshape(x, [3, -1]) },
  { name: 'reshape: to a scalar', inputs: [{ shape: [1, 1] }], run: (x) => core.reshape(x, []) },
  // Devices that lay out a matrix in tiles must lay it out anew.
  {
    name: 'reshape: what was computed on, to rows of another length',
    inputs: [{ shape: [3, 7] }],
    run: (x) =>
      core.scope(() => {
        const above = core.square(x);
        return core.cumsum(core.reshape(x, [7, 3]), 0).add(core.reshape(above, [7, 3]) as never);
      }),
  },
  { name: 'squeeze', inputs: [{ shape: [1, 3, 1] }], run: (x) => core.squeeze(x) },
  { name: 'expandDims', inputs: [{ shape: [3, 2] }], run: (x) => core.expandDims(x, 1) },
  { name: 'transpose', inputs: [{ shape: [3, 5] }], run: (x) => core.transpose(x) },
  {
    name: 'transpose: four axes',
    inputs: [{ shape: [2, 3, 1, 4] }],
    run: (x) => core.transpose(x, [2, 0, 3, 1]),
  },
  {
    name: 'transpose: one axis, where nothing moves',
    inputs: [{ shape: [17] }],
    run: (x) => core.transpose(x),
  },
  { name: 'transpose: int32', inputs: [{ shape: [2, 3], dtype: 'int32' }], run: (x) => core.transpose(x) },
  { name: 'transpose: bool', inputs: [{ shape: [2, 3], dtype: 'bool' }], run: (x) => core.transpose(x) },
  { name: 'transpose: empty', inputs: [{ shape: [0, 3] }], run: (x) => core.transpose(x) },
  {
    name: 'concat: first axis',
    inputs: [{ shape: [2, 3] }, { shape: [1, 3] }, { shape: [0, 3] }],
    run: (...xs) => core.concat(xs, 0),
  },
  {
    name: 'concat: last axis',
    inputs: [{ shape: [2, 3] }, { shape: [2, 4] }],
    run: (a, b) => core.concat([a, b] as never, -1),
  },
  {
    name: 'concat: bool',
    inputs: [
      { shape: [2], dtype: 'bool' },
      { shape: [3], dtype: 'bool' },
    ],
    run: (a, b) => core.concat([a, b] as never),
  },
  { name: 'stack', inputs: [{ shape: [2, 3] }, { shape: [2, 3] }], run: (a, b) => core.stack([a, b]) },
  {
    name: 'stack: last axis',
    inputs: [{ shape: [2, 3] }, { shape: [2, 3] }],
    run: (a, b) => core.stack([a, b], -1),
  },
  { name: 'slice', inputs: [{ shape: [4, 5, 3] }], run: (x) => core.slice(x, [1, 0, 2], [2, 3, 1]) },
  { name: 'slice: from the end', inputs: [{ shape: [7] }], run: (x) => core.slice(x, -3) },
  { name: 'slice: nothing', inputs: [{ shape: [4, 2] }], run: (x) => core.slice(x, [4], [0]) },
  {
    name: 'split',
    inputs: [{ shape: [4, 6] }],
    run: (x) => core.scope(() => core.split(x, [1, 2, 3], 1)[2] as core.Tensor),
  },
  {
    name: 'split: parts in another order, one empty',
    inputs: [{ shape: [2, 7, 3] }],
    run: (x) =>
      core.scope(() => {
        const [a, b, c, d] = core.split(x, [3, 0, 1, 3], 1);
        return core.concat([core.mul(a as core.Tensor, d as core.Tensor), c, b] as never, 1) as core.Tensor;
      }),
  },
  {
    name: 'split: bool',
    inputs: [{ shape: [5, 3], dtype: 'bool' }],
    run: (x) => core.scope(() => core.split(x, [2, 3])[1] as core.Tensor),
  },
  {
    name: 'pad',
    inputs: [{ shape: [2, 3] }],
    run: (x) =>
      core.pad(
        x,
        [
          [1, 0],
          [2, 3],
        ],
        0.5,
      ),
  },
  ...(['reflect', 'symmetric', 'edge'] as const).flatMap((mode): OpCase[] => [
    {
      name: `pad: ${mode}`,
      inputs: [{ shape: [3, 4] }],
      run: (x) =>
        core.pad(
          x,
          [
            [2, 1],
            [0, 3],
          ],
          mode,
        ),
    },
    {
      name: `pad: ${mode}, its gradient`,
      inputs: [{ shape: [3] }],
      run: (x) => core.grad((y: core.Tensor) => core.square(core.pad(y, [[1, 2]], mode)).sum())(x),
    },
    {
      name: `pad: ${mode}, images`,
      inputs: [{ shape: [2, 3, 4, 3] }],
      run: (x) =>
        core.pad(
          x,
          [
            [0, 0],
            [1, 2],
            [2, 1],
            [0, 0],
          ],
          mode,
        ),
    },
    {
      name: `pad: ${mode}, bool`,
      inputs: [{ shape: [5], dtype: 'bool' }],
      run: (x) => core.pad(x, [[1, 2]], mode),
    },
    { name: `pad: ${mode}, by nothing`, inputs: [{ shape: [3] }], run: (x) => core.pad(x, [[0, 0]], mode) },
    {
      name: `pad: ${mode}, beside an empty axis`,
      inputs: [{ shape: [0, 3] }],
      run: (x) =>
        core.pad(
          x,
          [
            [0, 0],
            [1, 1],
          ],
          mode,
        ),
    },
  ]),
  {
    name: 'pad: edge, more cells than there are',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[5, 3]], 'edge'),
  },
  ...[0, 1].map(
    (value): OpCase => ({
      name: `pad: bool, with ${value}`,
      inputs: [{ shape: [3, 7], dtype: 'bool' }],
      run: (x) =>
        core.pad(
          x,
          [
            [1, 2],
            [3, 1],
          ],
          value,
        ),
    }),
  ),
  {
    name: 'pad: many bools',
    inputs: [{ shape: [70_001], dtype: 'bool' }],
    run: (x) => core.pad(x, [[70_001, 3]], 1),
  },
  ...[Infinity, -Infinity, Number.NaN].map((value) => ({
    name: `pad: by ${value}`,
    inputs: [{ shape: [2, 3] }],
    run: (x: core.Tensor) =>
      core.pad(
        x,
        [
          [0, 1],
          [1, 0],
        ],
        value,
      ),
    gradients: false,
  })),
  { name: 'pad: int32', inputs: [{ shape: [2], dtype: 'int32' }], run: (x) => core.pad(x, [[1, 1]], -1) },
  { name: 'tile', inputs: [{ shape: [2, 3] }], run: (x) => core.tile(x, [2, 3]) },
  { name: 'tile: no times', inputs: [{ shape: [2] }], run: (x) => core.tile(x, [0]) },
  { name: 'reverse', inputs: [{ shape: [3, 4] }], run: (x) => core.reverse(x, 1) },
  { name: 'reverse: all axes', inputs: [{ shape: [3, 4] }], run: (x) => core.reverse(x) },
  { name: 'broadcastTo', inputs: [{ shape: [3, 1] }], run: (x) => core.broadcastTo(x, [2, 3, 4]) },
  {
    name: 'gather: rows, one of them twice',
    inputs: [{ shape: [4, 3] }, indices([2, 0, 2])],
    run: (x, i) => core.gather(x, i),
  },
  {
    name: 'gather: columns, by a matrix',
    inputs: [{ shape: [2, 4] }, indices([3, 1, 1, 0], [2, 2])],
    run: (x, i) => core.gather(x, i, 1),
  },
  { name: 'gather: none', inputs: [{ shape: [4, 3] }, indices([])], run: (x, i) => core.gather(x, i) },
  {
    name: 'unsortedSegmentSum: duplicates and gaps',
    inputs: [{ shape: [5, 2] }, indices([2, 0, 2, 2, 0])],
    run: (x, i) => core.unsortedSegmentSum(x, i, 4),
  },
  {
    name: 'gatherNd: elements, one of them twice',
    inputs: [{ shape: [3, 4] }, indices([2, 3, 0, 1, 2, 3], [3, 2])],
    run: (x, i) => core.gatherNd(x, i),
  },
  {
    name: 'gatherNd: rows, by a matrix of tuples',
    inputs: [{ shape: [3, 4, 5] }, indices([2, 3, 0, 1, 2, 3, 1, 0], [2, 2, 2])],
    run: (x, i) => core.gatherNd(x, i),
  },
  {
    name: 'gatherNd: one tuple, bool',
    inputs: [{ shape: [3, 4], dtype: 'bool' }, indices([1])],
    run: (x, i) => core.gatherNd(x, i),
  },
  {
    name: 'gatherNd: empty tuples pick everything',
    inputs: [{ shape: [2, 3] }, indices([], [2, 0])],
    run: (x, i) => core.gatherNd(x, i),
  },
  {
    name: 'gatherNd: none',
    inputs: [{ shape: [0, 3] }, indices([], [0, 1])],
    run: (x, i) => core.gatherNd(x, i),
  },
  {
    name: 'scatterNd: elements, two at one place',
    inputs: [indices([2, 3, 0, 1, 2, 3], [3, 2]), { shape: [3] }],
    run: (i, x) => core.scatterNd(i, x, [3, 4]),
  },
  {
    name: 'scatterNd: rows, two at one place',
    inputs: [indices([4, 0, 4], [3, 1]), { shape: [3, 7] }],
    run: (i, x) => core.scatterNd(i, x, [5, 7]),
  },
  {
    name: 'scatterNd: int32, one tuple',
    inputs: [indices([1, 0]), { shape: [3], dtype: 'int32' }],
    run: (i, x) => core.scatterNd(i, x, [2, 2, 3]),
  },
  {
    name: 'scatterNd: nothing',
    inputs: [indices([], [0, 1]), { shape: [0, 2] }],
    run: (i, x) => core.scatterNd(i, x, [3, 2]),
  },
  { name: 'oneHot', inputs: [indices([0, 2, 1, 5, -1])], run: (i) => core.oneHot(i, 3) },
  {
    name: 'oneHot: infinities',
    inputs: [indices([0, 2, 1, 5, -1])],
    run: (i) => core.oneHot(i, 3, { onValue: Infinity, offValue: -Infinity }),
    gradients: false,
  },
  {
    name: 'oneHot: NaN',
    inputs: [indices([0, 2, 1, 5, -1])],
    run: (i) => core.oneHot(i, 3, { onValue: Number.NaN }),
    gradients: false,
  },
  {
    name: 'oneHot: a matrix, other values',
    inputs: [indices([0, 1, 1, 0], [2, 2])],
    run: (i) => core.oneHot(i, 2, { onValue: 0.9, offValue: 0.05 }),
  },
  { name: 'fill', inputs: [], run: () => core.fill([2, 3], 2.5) },
  { name: 'fill: many bools', inputs: [], run: () => core.fill([140_001], 1, 'bool') },
  { name: 'fill: bool', inputs: [], run: () => core.fill([5], 1, 'bool') },
  { name: 'zerosLike', inputs: [{ shape: [3], dtype: 'int32' }], run: (x) => core.zerosLike(x) },
  ...Object.entries(draws).map(([name, draw]) => ({
    name: `${name}: the same numbers for a seed`,
    inputs: [],
    run: () => {
      const rng = new core.Rng(11);
      const drawn = draw(rng);
      rng.dispose();
      return drawn;
    },
  })),
  {
    name: 'uniform bits',
    inputs: [indices([3], [])],
    run: (i) => core.philoxBits(i, { shape: [3, 7], key: [123, 456], bits: 32 }),
  },
  {
    name: 'uniform bits, upper 24',
    inputs: [indices([0], [])],
    run: (i) => core.philoxBits(i, { shape: [1001], key: [4000000000, 7], bits: 24 }),
  },
];
