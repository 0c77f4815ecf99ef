import type { Shape } from '../../shape.js';

/** Calls `visit` for every position of `shape`, row-major: its number, and its offset by `strides`. */
export function forEachPosition(
  shape: Shape,
  strides: readonly number[],
  visit: (index: number, offset: number) => void,
): void {
  const size = shape.reduce((product, n) => product * n, 1);
  const at = new Array<number>(shape.length).fill(0);
  let offset = 0;
  for (let i = 0; i < size; i++) {
    visit(i, offset);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis] as number;
      if (++(at[axis] as number) < (shape[axis] as number)) break;
      offset -= (strides[axis] as number) * (shape[axis] as number);
      at[axis] = 0;
    }
  }
}
