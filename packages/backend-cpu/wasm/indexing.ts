// Kernels that read or write by index. An index outside is found before anybody uses it: see `checkIndices`.
import { address, refuse, word } from './control';
import { addFloats, at, storeLanes } from './vector';

/** Refuses the first index outside of [0, size). Words: indices, how many, size, number of the refusal. One chunk. */
export function checkIndices(_chunk: i32): void {
  const indices = address(0);
  const count = word(1);
  const size = <u32>word(2);
  for (let i = 0; i < count; i++) {
    const index = load<i32>(at(indices, i));
    if (<u32>index < size) continue;
    refuse(word(3), index, i);
    return;
  }
}

/**
 * Numbers of the parts that tuples of indices pick, −1 where one is refused. Words: tuples, numbers, how many, length
 * of a tuple; for each index of a tuple the size of its axis, the distance of that axis' parts, and the number of the
 * refusal. One chunk.
 */
export function partsOfTuples(_chunk: i32): void {
  const length = word(3);
  for (let i = 0; i < word(2); i++) {
    let part = 0;
    for (let k = 0; k < length; k++) {
      const index = load<i32>(at(address(0), i * length + k));
      if (<u32>index >= <u32>word(4 + 3 * k)) {
        refuse(word(6 + 3 * k), index, i * length + k);
        part = -1;
        break;
      }
      part += index * word(5 + 3 * k);
    }
    store<i32>(at(address(1), i), part);
  }
}

/**
 * Copies parts of x by index. Words: x, indices, out, indices per outer part, size of the axis, bytes of a part,
 * rows of the output, rows of a chunk. Leaves out what `checkIndices` refused.
 */
export function gatherParts(chunk: i32): void {
  const count = word(3);
  const size = word(4);
  const bytes = word(5);
  const first = chunk * word(7);
  const last = min(first + word(7), word(6));
  let out = address(2) + <usize>first * <usize>bytes;
  for (let row = first; row < last; row++, out += bytes) {
    const index = load<i32>(at(address(1), row % count));
    if (<u32>index >= <u32>size) continue;
    const from = address(0) + <usize>((row / count) * size + index) * <usize>bytes;
    if (bytes == 4) store<u32>(out, load<u32>(from));
    else memory.copy(out, from, bytes);
  }
}

/**
 * Adds up rows by number, in their order. Words: x, numbers, out, rows, length of a row, sums, columns of a chunk,
 * 1 for whole numbers. Leaves out what `checkIndices` refused.
 */
export function segmentSum(chunk: i32): void {
  const length = word(4);
  const sums = word(5);
  const first = chunk * word(6);
  const width = min(word(6), length - first);
  const out = at(address(2), first);
  for (let i = 0; i < sums; i++) memory.fill(at(out, i * length), 0, <usize>width << 2);
  let from = at(address(0), first);
  for (let row = 0; row < word(3); row++, from = at(from, length)) {
    const index = load<i32>(at(address(1), row));
    if (<u32>index >= <u32>sums) continue;
    const to = at(out, index * length);
    if (word(7)) addWhole(to, from, width);
    else addFloats(to, from, width);
  }
}

/** to += from over `count` whole numbers. */
function addWhole(to: usize, from: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<i32>(at(to, i), load<i32>(at(to, i)) + load<i32>(at(from, i)));
}

/**
 * Rows with one value at their index and another elsewhere. Words: indices, out, rows, length of a row, rows of a
 * chunk, the bits of the one value, of the other.
 */
export function oneHot(chunk: i32): void {
  const length = word(3);
  const first = chunk * word(4);
  const rows = min(word(4), word(2) - first);
  const out = at(address(1), first * length);
  const other = i32x4.splat(word(6));
  for (let i = 0; i < rows * length; i += 4) storeLanes(at(out, i), other, rows * length - i);
  for (let row = 0; row < rows; row++) {
    const index = load<i32>(at(address(0), first + row));
    if (<u32>index < <u32>length) store<i32>(at(out, row * length + index), word(5));
  }
}
