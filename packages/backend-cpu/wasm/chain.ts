// Chains of functions over rows, tile by tile: what one makes for the next never leaves the cache.
//
// Words: length, length of a chunk (a multiple of a tile's), length of a tile (a multiple of 16), length of a row
// where an operand is stretched, number of operands, number of functions; three words per operand, seven per
// function. Needs a workspace that holds an address per operand, then all that operands have there.
//
// An operand is one of:
//   WHOLE   address, bytes of an element: as long as the length
//   SCALAR  address
//   NUMBERS the numbers themselves, at most two
//   SPACE   place in the workspace: made and used inside of the chain
//   ROW     address, place in the workspace: one row, the same for all rows
//   COLUMN  address, place in the workspace: one element per row
//
// A function: its place in the table, how many operands it takes, those, the operand that it makes, and the steps of
// its operands (0 or 1) as bits.
import { address, word, wordAt, workspace } from './control';
import { at } from './vector';

const WHOLE: i32 = 0;
const SCALAR: i32 = 1;
const NUMBERS: i32 = 2;
const SPACE: i32 = 3;
const ROW: i32 = 4;
const COLUMN: i32 = 5;

const HEAD: i32 = 6;
const OPERAND: i32 = 3;
const FUNCTION: i32 = 7;

/** Where the operand at hand begins in this tile. */
@inline function operand(i: i32): usize {
  return load<u32>(at(workspace(), i));
}
@inline function setOperand(i: i32, address: usize): void {
  store<u32>(at(workspace(), i), <u32>address);
}

export function chain(chunk: i32): void {
  const first = chunk * word(1);
  const end = min(first + word(1), word(0));
  const tile = word(2);
  begin(first, min(tile, end - first));
  for (let from = first; from < end; from += tile) {
    const length = min(tile, end - from);
    if (word(3) > 0) stretchColumns(from / word(3), length);
    apply(length);
    advance(tile);
  }
}

/** Places every operand at the chunk's first tile. */
function begin(first: i32, length: i32): void {
  for (let i = 0, at = HEAD; i < word(4); i++, at += OPERAND) {
    const kind = word(at);
    if (kind == WHOLE) setOperand(i, address(at + 1) + <usize>first * <usize>word(at + 2));
    else if (kind == SCALAR) setOperand(i, address(at + 1));
    else if (kind == NUMBERS) setOperand(i, wordAt(at + 1));
    else setOperand(i, workspace() + <usize>word(kind == SPACE ? at + 1 : at + 2));
    if (kind == ROW) repeat(address(at + 1), operand(i), word(3), length);
  }
}

/** Fills `length` elements with copies of a row. */
function repeat(row: usize, to: usize, rowLength: i32, length: i32): void {
  let done = min(rowLength, length);
  memory.copy(to, row, done << 2);
  while (done < length) {
    const more = min(done, length - done);
    memory.copy(at(to, done), to, more << 2);
    done += more;
  }
}

/** Fills the tile's part of every column operand: each element as often as a row is long. */
function stretchColumns(row: i32, length: i32): void {
  for (let i = 0, word0 = HEAD; i < word(4); i++, word0 += OPERAND) {
    if (word(word0) != COLUMN) continue;
    let from = at(address(word0 + 1), row);
    for (let j = 0; j < length; j += word(3), from += 4) {
      const to = at(operand(i), j);
      const value = v128.load32_splat(from);
      for (let k = 0; k < word(3); k += 4) v128.store(at(to, k), value);
    }
  }
}

/** Runs the functions on one tile. */
function apply(length: i32): void {
  const count = word(5);
  for (let i = 0, at = HEAD + OPERAND * word(4); i < count; i++, at += FUNCTION) {
    const operands = word(at + 1);
    const steps = word(at + 6);
    const x = operand(word(at + 2));
    const y = operand(word(at + 3));
    const out = operand(word(at + 5));
    if (operands == 1) call_indirect<void>(word(at), x, out, length);
    else if (operands == 2) call_indirect<void>(word(at), x, steps & 1, y, (steps >> 1) & 1, out, length);
    else call_indirect<void>(word(at), x, steps & 1, y, (steps >> 1) & 1, operand(word(at + 4)), steps >> 2, out, length);
  }
}

/** Moves the operands on to the next tile. */
function advance(tile: i32): void {
  for (let i = 0, at = HEAD; i < word(4); i++, at += OPERAND) {
    if (word(at) == WHOLE) setOperand(i, operand(i) + <usize>(tile * word(at + 2)));
  }
}
