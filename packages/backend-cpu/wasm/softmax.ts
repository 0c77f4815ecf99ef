// Softmax and cross-entropy over the last axis, row by row.
import { address, word, workspace } from './control';
import { exp, log } from './exponential';
import { sumOfRow } from './reduce';
import { all, at, firstLanes, storeLanes } from './vector';

/** Largest of a row, in every lane; NaN if there is one. */
function rowMax(x: usize, count: i32): v128 {
  let largest = all(-Infinity);
  let i = 0;
  for (; i + 4 <= count; i += 4, x += 16) largest = f32x4.max(largest, v128.load(x));
  for (; i < count; i++, x += 4) largest = f32x4.max(largest, v128.load32_splat(x));
  const pairs = f32x4.max(largest, v128.shuffle<i32>(largest, largest, 2, 3, 0, 1));
  return f32x4.max(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}

/** Writes e^(x − largest) and returns its sum, in every lane. */
function exponentials(x: usize, out: usize, count: i32, largest: v128): v128 {
  let sum = all(0);
  let i = 0;
  for (; i + 4 <= count; i += 4, x += 16, out += 16) {
    const e = exp(f32x4.sub(v128.load(x), largest));
    v128.store(out, e);
    sum = f32x4.add(sum, e);
  }
  if (i < count) {
    const e = exp(f32x4.sub(v128.load(x), largest));
    storeLanes(out, e, count - i);
    sum = f32x4.add(sum, v128.and(e, firstLanes(count - i)));
  }
  const pairs = f32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
  return f32x4.add(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}

/** e^x / Σ e^x. Words: x, out, rows, row length, rows of a chunk. */
export function softmax(chunk: i32): void {
  const count = word(3);
  const step = <usize>count << 2;
  const first = chunk * word(4);
  let x = at(address(0), first * count);
  let out = at(address(1), first * count);
  for (let row = min(word(4), word(2) - first); row > 0; row--, x += step, out += step) {
    const sum = exponentials(x, out, count, rowMax(x, count));
    for (let i = 0; i < count; i += 4) {
      const p = at(out, i);
      storeLanes(p, f32x4.div(v128.load(p), sum), count - i);
    }
  }
}

/** x − ln Σ e^x. Words as for `softmax`. */
export function logSoftmax(chunk: i32): void {
  const count = word(3);
  const step = <usize>count << 2;
  const first = chunk * word(4);
  let x = at(address(0), first * count);
  let out = at(address(1), first * count);
  for (let row = min(word(4), word(2) - first); row > 0; row--, x += step, out += step) {
    const largest = rowMax(x, count);
    const logSum = log(exponentials(x, out, count, largest));
    for (let i = 0; i < count; i += 4) {
      storeLanes(at(out, i), f32x4.sub(f32x4.sub(v128.load(at(x, i)), largest), logSum), count - i);
    }
  }
}

/** −Σ t · log softmax(x), where t is not 0. Words: x, t, out, rows, row length, rows of a chunk. */
export function crossEntropy(chunk: i32): void {
  const count = word(4);
  const first = chunk * word(5);
  const last = min(first + word(5), word(3));
  for (let row = first; row < last; row++) {
    const x = at(address(0), row * count);
    const t = at(address(1), row * count);
    const terms = workspace();
    const largest = rowMax(x, count);
    const logSum = log(exponentials(x, terms, count, largest));
    for (let i = 0; i < count; i += 4) {
      const share = v128.load(at(t, i));
      const surprise = f32x4.sub(logSum, f32x4.sub(v128.load(at(x, i)), largest));
      v128.store(at(terms, i), v128.and(f32x4.mul(share, surprise), f32x4.ne(share, all(0))));
    }
    store<f32>(at(address(2), row), sumOfRow(terms, count));
  }
}

/** (softmax(x) · Σ t − t) · dy. Words: dy, x, t, dx, rows, row length, rows of a chunk. */
export function crossEntropyGradient(chunk: i32): void {
  const count = word(5);
  const first = chunk * word(6);
  const last = min(first + word(6), word(4));
  for (let row = first; row < last; row++) {
    const x = at(address(1), row * count);
    const t = at(address(2), row * count);
    const dx = at(address(3), row * count);
    const sum = exponentials(x, dx, count, rowMax(x, count));
    const factor = f32x4.div(all(sumOfRow(t, count)), sum);
    const dy = v128.load32_splat(at(address(0), row));
    for (let i = 0; i < count; i += 4) {
      const error = f32x4.sub(f32x4.mul(v128.load(at(dx, i)), factor), v128.load(at(t, i)));
      storeLanes(at(dx, i), f32x4.mul(error, dy), count - i);
    }
  }
}
