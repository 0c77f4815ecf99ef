// Strided copies: transpose, slice, pad, concat, tile, reverse.
import { setWord, word } from './vector';

// Argument words: outer rank, then the two inner axes as size, source step, target step, then the outer axes
// alike, outermost first. Steps are bytes. Counters follow.
const ROWS: i32 = 1;
const COLUMNS: i32 = 4;
const AXES: i32 = 7;
const COUNTERS: i32 = 64;

/** Copies elements of `bytes` (1 or 4) from any layout to any other. */
export function moveElements(from: usize, to: usize, bytes: i32): void {
  const rank = word(0);
  let planes = 1;
  for (let i = 0; i < rank; i++) {
    planes *= word(AXES + 3 * i);
    setWord(COUNTERS + i, 0);
  }
  for (let plane = 0; plane < planes; plane++) {
    movePlane(from, to, bytes);
    for (let i = rank - 1; i >= 0; i--) {
      const axis = AXES + 3 * i;
      const count = word(COUNTERS + i) + 1;
      from += word(axis + 1);
      to += word(axis + 2);
      if (count < word(axis)) {
        setWord(COUNTERS + i, count);
        break;
      }
      setWord(COUNTERS + i, 0);
      from -= word(axis) * word(axis + 1);
      to -= word(axis) * word(axis + 2);
    }
  }
}

function movePlane(from: usize, to: usize, bytes: i32): void {
  const rows = word(ROWS);
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
    const a = v128.load(from);
    const b = v128.load(from + fromStep);
    const c = v128.load(from + 2 * fromStep);
    const d = v128.load(from + 3 * fromStep);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(to + toStep, v128.shuffle<i64>(ab, cd, 1, 3));
    v128.store(to + 2 * toStep, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
    v128.store(to + 3 * toStep, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
  }
  for (; column < columns; column++, from += fromStep, to += 4) {
    const a = v128.load(from);
    v128.store_lane<u32>(to, a, 0);
    v128.store_lane<u32>(to + toStep, a, 1);
    v128.store_lane<u32>(to + 2 * toStep, a, 2);
    v128.store_lane<u32>(to + 3 * toStep, a, 3);
  }
}
