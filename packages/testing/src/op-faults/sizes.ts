import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const one = { shape: [1, 1, 1] };

const makers: Readonly<Record<string, (shape: never) => unknown>> = {
  zeros: core.zeros,
  ones: core.ones,
  fill: (shape) => core.fill(shape, 2),
  broadcastTo: (shape) => core.broadcastTo(core.scalar(1), shape),
  'tensor of an empty array': (shape) => core.tensor(new Float32Array(0), shape),
};

const badShapes: readonly (readonly [string, unknown])[] = [
  ['[2^31]', [2 ** 31]],
  ['[2^30]', [2 ** 30]],
  ['[2^53]', [2 ** 53]],
  ['[-1]', [-1]],
  ['[1.5]', [1.5]],
  ['[NaN]', [Number.NaN]],
  ['[Infinity]', [Number.POSITIVE_INFINITY]],
  ["['3']", ['3']],
  ['[null]', [null]],
  ['[65536, 65536]', [65_536, 65_536]],
  // The first two wrap around to a small number in 64 bits.
  ['[4194305, 4194305, 211106198978564]', [4_194_305, 4_194_305, 211_106_198_978_564]],
];

const shapeFaults = Object.entries(makers).flatMap(([op, make]) =>
  badShapes.map(
    ([shown, shape]): FaultCase => ({
      name: `${shown.startsWith('[4194305') ? 'F30' : 'F29'}: ${op} of shape ${shown}`,
      run: () => make(shape as never),
      throws: 'E_SIZE',
    }),
  ),
);

const huge = 1e12;

/** Results too large to hold, refused before anything is allocated. */
export const sizeFaults: FaultCase[] = [
  {
    name: 'F26: tile of [1,1,1] by [1e8,1e8,1e8]',
    inputs: [one],
    run: (x) => core.tile(x, [1e8, 1e8, 1e8]),
    throws: 'E_SIZE',
  },
  {
    name: 'F26: tile of [1,1,1] by [1e12,1,1]',
    inputs: [one],
    run: (x) => core.tile(x, [huge, 1, 1]),
    throws: 'E_SIZE',
  },
  {
    name: 'F26: tile by -1',
    inputs: [one],
    run: (x) => core.tile(x, [-1, 1, 1]),
    throws: 'E_VALUE',
  },
  {
    name: 'F26: tile by too few counts',
    inputs: [one],
    run: (x) => core.tile(x, [2]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F27: tile of [65537] by 65536, which wraps around to 65536 in 32 bits',
    inputs: [{ shape: [65_537] }],
    run: (x) => core.tile(x, [65_536]),
    throws: 'E_SIZE',
  },
  {
    name: 'F27: add of [65537,1] and [65536], which wraps around to 65536 in 32 bits',
    inputs: [{ shape: [65_537, 1] }, { shape: [65_536] }],
    run: (a, b) => core.add(a, b),
    throws: 'E_SIZE',
  },
  {
    name: 'F27: matmul of [65537,1] by [1,65536]',
    inputs: [{ shape: [65_537, 1] }, { shape: [1, 65_536] }],
    run: (a, b) => core.matmul(a, b),
    throws: 'E_SIZE',
  },
  ...shapeFaults,
  { name: 'F29: zeros of a number instead of a shape', run: () => core.zeros(3 as never), throws: 'E_SHAPE' },
  { name: 'F29: zeros of no shape', run: () => core.zeros(undefined as never), throws: 'E_SHAPE' },
  {
    name: 'F29: tensor of three values in shape [2]',
    run: () => core.tensor([1, 2, 3], [2] as never),
    throws: 'E_SHAPE',
  },
  {
    name: 'F29: zeros of [2^53, 0] is refused, though it has no elements',
    run: () => core.zeros([2 ** 53, 0]),
    throws: 'E_SIZE',
  },
  {
    name: 'F31: linspace of 1e12 numbers',
    run: () => core.linspace(0, 1, huge),
    throws: 'E_SIZE',
  },
  { name: 'F31: linspace of 0 numbers', run: () => core.linspace(0, 1, 0), throws: 'E_VALUE' },
  {
    name: 'F31: linspace to Infinity',
    run: () => core.linspace(0, Number.POSITIVE_INFINITY, 3),
    throws: 'E_VALUE',
  },
  { name: 'F31: range of 1e12 numbers', run: () => core.range(0, huge), throws: 'E_SIZE' },
  { name: 'F31: range of 1e308 by 1e-308', run: () => core.range(0, 1e308, 1e-308), throws: 'E_SIZE' },
  { name: 'F31: range to NaN', run: () => core.range(0, Number.NaN), throws: 'E_VALUE' },
  {
    name: 'F31: oneHot of depth 1e12',
    run: () => core.oneHot(core.zeros([2], 'int32'), huge),
    throws: 'E_SIZE',
  },
  {
    name: 'F31: oneHot of depth 0',
    run: () => core.oneHot(core.zeros([2], 'int32'), 0),
    throws: 'E_VALUE',
  },
  { name: 'F31: eye of 1e12', run: () => core.eye(huge), throws: 'E_SIZE' },
  { name: 'F31: eye of 1e6', run: () => core.eye(1e6), throws: 'E_SIZE' },
  { name: 'F31: eye of 0', run: () => core.eye(0), throws: 'E_VALUE' },
  {
    name: 'F31: unsortedSegmentSum into 1e12 segments',
    inputs: [{ shape: [2, 3] }],
    run: (x) => core.unsortedSegmentSum(x, core.zeros([2], 'int32'), huge),
    throws: 'E_SIZE',
  },
  {
    name: 'F31: unsortedSegmentSum into -1 segments',
    inputs: [{ shape: [2, 3] }],
    run: (x) => core.unsortedSegmentSum(x, core.zeros([2], 'int32'), -1),
    throws: 'E_VALUE',
  },
  {
    name: 'F31: pad by 1e12 cells',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[0, huge]]),
    throws: 'E_SIZE',
  },
  {
    name: 'F31: pad by 2^53 - 1 cells on both sides',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[2 ** 53 - 1, 2 ** 53 - 1]]),
    throws: 'E_SIZE',
  },
  {
    name: 'F31: pad by 1e12 cells like the edge',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[0, huge]], 'edge'),
    throws: 'E_SIZE',
  },
  {
    name: 'F31: pad by 1e12 mirrored cells',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[0, huge]], 'symmetric'),
    throws: 'E_SHAPE',
  },
  {
    name: 'F31: pad by 2 reflected cells of 2',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[0, 2]], 'reflect'),
    throws: 'E_SHAPE',
  },
  {
    name: 'F31: pad like the edge of nothing',
    inputs: [{ shape: [0] }],
    run: (x) => core.pad(x, [[0, 1]], 'edge'),
    throws: 'E_SHAPE',
  },
  {
    name: 'F31: pad by -1 cells',
    inputs: [{ shape: [2] }],
    run: (x) => core.pad(x, [[-1, 0]]),
    throws: 'E_VALUE',
  },
  {
    name: 'F31: pad of two axes by one pair',
    inputs: [{ shape: [2, 2] }],
    run: (x) => core.pad(x, [[1, 1]]),
    throws: 'E_SHAPE',
  },
  {
    name: 'F31: conv2d with 1e9 cells of padding',
    inputs: [{ shape: [1, 2, 2, 1] }, { shape: [1, 1, 1, 1] }],
    run: (x, w) => core.conv2d(x, w, { padding: 1e9 }),
    throws: 'E_SIZE',
  },
];
