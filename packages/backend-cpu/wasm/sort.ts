// The largest of each row, in order, by keys of 64 bits whose order is that of the result: the value, largest first,
// then its place. NaN is the largest; −0 equals 0.
import { address, word, workspace } from './control';
import { at } from './vector';

/** Up to that many are kept in order while the row is read; more are sorted with the whole row. */
const FEW: i32 = 32;

@inline function keyAt(keys: usize, i: i32): u64 {
  return load<u64>(keys + ((<usize>i) << 3));
}
@inline function setKey(keys: usize, i: i32, key: u64): void {
  store<u64>(keys + ((<usize>i) << 3), key);
}

/** The key of the i-th element of a row. The bits of −0 are what those of 0 come to, and stay. */
@inline function keyOf(x: usize, i: i32, isWhole: i32): u64 {
  let bits = load<i32>(at(x, i));
  if (isWhole) bits ^= i32.MIN_VALUE;
  else if ((bits & i32.MAX_VALUE) > 0x7f800000) bits = -1;
  else if (bits != i32.MIN_VALUE) bits ^= (bits >> 31) | i32.MIN_VALUE;
  return (<u64>~(<u32>bits) << 32) | <u64>i;
}

/** The first k keys of a row, in order. */
function keepFew(x: usize, count: i32, isWhole: i32, k: i32, keys: usize): void {
  let held = 0;
  for (let i = 0; i < count; i++) {
    const key = keyOf(x, i, isWhole);
    if (held == k && key > keyAt(keys, k - 1)) continue;
    if (held < k) held++;
    let place = held - 1;
    for (; place > 0 && keyAt(keys, place - 1) > key; place--) setKey(keys, place, keyAt(keys, place - 1));
    setKey(keys, place, key);
  }
}

/** Address of all keys of a row in order: sorted by the values' bytes, the lowest first, each time stably. */
function sortAll(x: usize, count: i32, isWhole: i32, space: usize): usize {
  const ends = space;
  let keys = space + 1024;
  let sorted = keys + ((<usize>count) << 3);
  for (let i = 0; i < count; i++) setKey(keys, i, keyOf(x, i, isWhole));
  for (let shift: u64 = 32; shift < 64; shift += 8) {
    memory.fill(ends, 0, 1024);
    for (let i = 0; i < count; i++) {
      const end = at(ends, <i32>(keyAt(keys, i) >> shift) & 255);
      store<i32>(end, load<i32>(end) + 1);
    }
    for (let byte = 0, sum = 0; byte < 256; byte++) {
      sum += load<i32>(at(ends, byte));
      store<i32>(at(ends, byte), sum);
    }
    for (let i = count - 1; i >= 0; i--) {
      const key = keyAt(keys, i);
      const end = at(ends, <i32>(key >> shift) & 255);
      store<i32>(end, load<i32>(end) - 1);
      setKey(sorted, load<i32>(end), key);
    }
    const other = keys;
    keys = sorted;
    sorted = other;
  }
  return keys;
}

/** Bytes of workspace that rows take of `count` elements, of which k are picked. */
export function topKSpace(count: i32, k: i32): f64 {
  return k <= FEW ? 8 * <f64>k : 1024 + 16 * <f64>count;
}

/**
 * Words: x, values, indices, rows, length of a row, k, rows of a chunk, 1 for whole numbers. Needs `topKSpace`.
 */
export function topK(chunk: i32): void {
  const count = word(4);
  const k = word(5);
  const first = chunk * word(6);
  const last = min(first + word(6), word(3));
  for (let row = first; row < last; row++) {
    const x = at(address(0), row * count);
    let keys = workspace();
    if (k <= FEW) keepFew(x, count, word(7), k, keys);
    else keys = sortAll(x, count, word(7), keys);
    for (let i = 0; i < k; i++) {
      const place = <i32>keyAt(keys, i);
      store<i32>(at(address(1), row * k + i), load<i32>(at(x, place)));
      store<i32>(at(address(2), row * k + i), place);
    }
  }
}
