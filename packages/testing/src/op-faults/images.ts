import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

const image = { shape: [1, 4, 4, 1] };
const poorSizes: readonly number[] = [0, -1, 1.5, Number.NaN, 2 ** 31];

const resizeFaults = [core.resizeBilinear, core.resizeNearestNeighbor].flatMap((resize): FaultCase[] => [
  {
    name: `F28: ${resize.name} to 1879048192²`,
    inputs: [image],
    run: (x) => resize(x as never, [1_879_048_192, 1_879_048_192]),
    throws: 'E_SIZE',
  },
  ...poorSizes.map(
    (size): FaultCase => ({
      name: `F28: ${resize.name} to a height of ${size}`,
      inputs: [image],
      run: (x) => resize(x as never, [size, 2]),
      throws: 'E_VALUE',
    }),
  ),
  {
    name: `F28: ${resize.name} of images without pixels`,
    inputs: [{ shape: [1, 0, 4, 1] }],
    run: (x) => resize(x as never, [2, 2]),
    throws: 'E_SHAPE',
  },
  {
    name: `F28: ${resize.name} of an image without a batch`,
    inputs: [{ shape: [4, 4, 1] }],
    run: (x) => resize(x as never, [2, 2]),
    throws: 'E_SHAPE',
  },
  {
    name: `F28: ${resize.name} with corners and edges aligned at once`,
    inputs: [image],
    run: (x) => resize(x as never, [2, 2], { alignCorners: true, halfPixelCenters: true }),
    throws: 'E_VALUE',
  },
  {
    name: `F21: ${resize.name} of bools`,
    inputs: [{ ...image, dtype: 'bool' }],
    run: (x) => resize(x as never, [2, 2]),
    throws: 'E_DTYPE',
  },
]);

/** Images: sizes out of range, no pixels. */
export const imageFaults: FaultCase[] = [...resizeFaults];
