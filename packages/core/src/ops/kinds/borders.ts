import { ShapeError } from '../../errors.js';
import { scope } from '../../scope.js';
import { showShape } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { concat } from '../concat.js';
import { identity } from '../identity.js';
import { reverse } from '../reverse.js';
import { slice } from '../slice.js';
import { tile } from '../tile.js';

/**
 * What padding repeats, for cells a b c: `reflect` mirrors around the last cell (c b a b c b a), `symmetric` around
 * the edge (b a a b c c b), `edge` repeats the last cell (a a a b c c c).
 */
export type PadMode = 'reflect' | 'symmetric' | 'edge';

/**
 * Adds cells before and after the axes that repeat those of x.
 * @throws ShapeError where an axis has too few cells to repeat
 */
export function padByBorders(
  x: Tensor,
  paddings: readonly (readonly [number, number])[],
  mode: PadMode,
): Tensor {
  return scope(() =>
    paddings.reduce<Tensor>((padded, pair, axis) => padAxis(padded, axis, pair, mode), identity(x)),
  );
}

function padAxis(x: Tensor, axis: number, [before, after]: readonly [number, number], mode: PadMode): Tensor {
  const { shape } = x;
  const size = shape[axis] as number;
  checkCells(shape, axis, Math.max(before, after), mode);
  const cells = (begin: number, count: number): Tensor =>
    slice(
      x,
      shape.map((_, i) => (i === axis ? begin : 0)),
      shape.map((n, i) => (i === axis ? count : n)),
    );
  const repeated = (begin: number, count: number): Tensor =>
    tile(
      cells(begin, 1),
      shape.map((_, i) => (i === axis ? count : 1)),
    );
  // The mirror's own cell is left out by reflect.
  const gap = mode === 'reflect' ? 1 : 0;
  const first = (): Tensor => (mode === 'edge' ? repeated(0, before) : reverse(cells(gap, before), axis));
  const last = (): Tensor =>
    mode === 'edge' ? repeated(size - 1, after) : reverse(cells(size - gap - after, after), axis);
  const parts = [...(before > 0 ? [first()] : []), x, ...(after > 0 ? [last()] : [])];
  return parts.length === 1 ? x : (concat(parts as never, axis) as Tensor);
}

function checkCells(shape: readonly number[], axis: number, wanted: number, mode: PadMode): void {
  const size = shape[axis] as number;
  if (wanted === 0 || (mode === 'edge' ? size > 0 : wanted <= size - (mode === 'reflect' ? 1 : 0))) return;
  throw new ShapeError(
    `pad: ${mode} cannot make ${wanted} cells from the ${size} of axis ${axis} of ${showShape(shape)}`,
    mode === 'edge' ? {} : { fix: "add fewer at a time, or repeat the last cell: 'edge'" },
  );
}
