// Small products of a matrix that is not packed: tiles of TILE_ROWS × 8, and of 4 × 8 where those leave a rest.
import { rows4, TILE_COLUMNS, TILE_ROWS, tile } from './gemm-tile';

/**
 * out = A·B, or out += A·B: A [rows, depth] with any strides, B in panels [panel of 8 columns][k][8], which are
 * `panelBytes` apart, as are the strides in bytes. Reads and writes whole panels, and rows up to a
 * multiple of 4.
 */
export function product(
  rows: i32, columns: i32, depth: i32, a: usize, aRow: usize, aStep: usize, panels: usize, panelBytes: usize,
  out: usize, outRow: usize, accumulate: bool,
): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS, panels += panelBytes, out += 4 * TILE_COLUMNS) {
    let from = a;
    let to = out;
    for (let i = 0; i < rows; ) {
      const left = rows - i;
      // 7 and 8 rows are two tiles of 4.
      const height = TILE_ROWS == 4 || left <= 4 || left == 7 || left == 8 ? 4 : TILE_ROWS;
      if (height == 4) rows4(depth, from, aRow, aStep, panels, 32, to, outRow, accumulate);
      else tile(depth, from, aRow, aStep, panels, 32, to, outRow, accumulate);
      i += height;
      from += <usize>height * aRow;
      to += <usize>height * outRow;
    }
  }
}
