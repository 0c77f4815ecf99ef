// Strided copies: transpose, slice, pad, concat, tile, reverse.
import { address, word } from './control';
import { transpose4 } from './vector';
import { beginWalk, here, step, there } from './walk';

const ROWS: i32 = 6;
const COLUMNS: i32 = 9;
const AXES: i32 = 12;

/**
 * Copies elements of 1 or 4 bytes from any layout to any other. Words: from, to, bytes of an element, rows of a
 * chunk, planes of a chunk, number of outer axes, then the two inner axes as size, source step, target step,
 * then the outer axes alike, outermost first. Steps are bytes. A plane is what the two inner axes span.
 */
export function moveElements(chunk: i32): void {
  const rank = word(5);
  let planes = 1;
  for (let i = 0; i < rank; i++) planes *= word(AXES + 3 * i);
  const rows = word(ROWS);
  const rowBlocks = (rows + word(3) - 1) / word(3);
  const firstRow = (chunk % rowBlocks) * word(3);
  const rowCount = min(word(3), rows - firstRow);
  const first = (chunk / rowBlocks) * word(4);
  const last = min(first + word(4), planes);
  const from = address(0) + <usize>(firstRow * word(ROWS + 1));
  const to = address(1) + <usize>(firstRow * word(ROWS + 2));
  beginWalk(AXES, rank, first, from, to);
  for (let plane = first; plane < last; plane++) {
    movePlane(here, there, rowCount, word(2));
    step(AXES, rank);
  }
}

function movePlane(from: usize, to: usize, rows: i32, bytes: i32): void {
  const fromRow = word(ROWS + 1);
  const toRow = word(ROWS + 2);
  const columns = word(COLUMNS);
  const fromColumn = word(COLUMNS + 1);
  const toColumn = word(COLUMNS + 2);
  let row = 0;
  if (bytes == 4 && fromRow == 4 && toColumn == 4) {
    for (; row + 4 <= rows; row += 4, from += 16, to += 4 * toRow) transposeRows(from, to, columns, fromColumn, toRow);
  }
  for (; row < rows; row++, from += fromRow, to += toRow) {
    if (fromColumn == bytes && toColumn == bytes) memory.copy(to, from, columns * bytes);
    else if (bytes == 4) moveRow<u32>(from, to, columns, fromColumn, toColumn);
    else moveRow<u8>(from, to, columns, fromColumn, toColumn);
  }
}

@inline function moveRow<E>(from: usize, to: usize, count: i32, fromStep: i32, toStep: i32): void {
  for (let i = 0; i < count; i++, from += fromStep, to += toStep) store<E>(to, load<E>(from));
}

/** Four target rows at once: element (i, j) goes from column i of source row j to column j of target row i. */
function transposeRows(from: usize, to: usize, columns: i32, fromStep: i32, toStep: i32): void {
  let column = 0;
  for (; column + 4 <= columns; column += 4, from += 4 * fromStep, to += 16) {
    transpose4(from, fromStep, to, toStep);
  }
  for (; column < columns; column++, from += fromStep, to += 4) {
    const a = v128.load(from);
    v128.store_lane<u32>(to, a, 0);
    v128.store_lane<u32>(to + toStep, a, 1);
    v128.store_lane<u32>(to + 2 * toStep, a, 2);
    v128.store_lane<u32>(to + 3 * toStep, a, 3);
  }
}
