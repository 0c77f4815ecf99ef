// Batch normalization by given moments, and layer normalization of the last axis.
import { address, float, word, workspace } from './control';
import { sumOfRow } from './reduce';
import { all, at, storeLanes } from './vector';

/** Floats of the rows of parameters that `batchNorm` lays out: whole vectors, so one or four times `length`. */
@inline function periodOf(length: i32): i32 {
  return (length & 3) == 0 ? length : 4 * length;
}

/** Bytes of workspace of `batchNorm`. */
export function batchNormWorkspace(length: i32): f64 {
  return 12 * <f64>periodOf(length);
}

/**
 * (x − mean) · scale / √(max(variance, 0) + ε) + offset over the last axis. Words: x, mean, variance, offset,
 * scale, out, rows, length of a row, rows of a chunk (a multiple of 4), ε, then the steps (0 or 1) of the four
 * parameters.
 */
export function batchNorm(chunk: i32): void {
  const length = word(7);
  const period = periodOf(length);
  const means = workspace();
  const factors = at(means, period);
  const offsets = at(factors, period);
  for (let i = 0; i < period; i++) {
    const k = i % length;
    const variance = max<f32>(load<f32>(at(address(2), k * word(11))), 0);
    store<f32>(at(means, i), load<f32>(at(address(1), k * word(10))));
    store<f32>(at(factors, i), load<f32>(at(address(4), k * word(13))) / sqrt<f32>(variance + float(9)));
    store<f32>(at(offsets, i), load<f32>(at(address(3), k * word(12))));
  }
  const first = chunk * word(8);
  const size = min(word(8), word(6) - first) * length;
  const x = at(address(0), first * length);
  const out = at(address(5), first * length);
  for (let i = 0, k = 0; i < size; i += 4) {
    const deviation = f32x4.sub(v128.load(at(x, i)), v128.load(at(means, k)));
    const scaled = f32x4.mul(deviation, v128.load(at(factors, k)));
    storeLanes(at(out, i), f32x4.add(scaled, v128.load(at(offsets, k))), size - i);
    k += 4;
    if (k == period) k = 0;
  }
}

/** Σ a·b over a row. */
function dot(a: usize, b: usize, count: i32): f32 {
  let first = all(0);
  let second = first;
  let i = 0;
  for (; i + 8 <= count; i += 8, a += 32, b += 32) {
    first = f32x4.add(first, f32x4.mul(v128.load(a), v128.load(b)));
    second = f32x4.add(second, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
  }
  const sums = f32x4.add(first, second);
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (; i < count; i++, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/** out = (x − level) · factor over a row. */
@inline function rescale(x: usize, out: usize, count: i32, level: f32, factor: f32): void {
  for (let i = 0; i < count; i += 4) {
    storeLanes(at(out, i), f32x4.mul(f32x4.sub(v128.load(at(x, i)), all(level)), all(factor)), count - i);
  }
}

/** Most and least of variance + ε for which squares of floats neither overflow nor vanish. */
const MOST_SPREAD: f32 = 1e36;
const LEAST_SPREAD: f32 = 1e-28;

/** Most of a row's means of gradients for which floats do. */
const MOST_SLOPE: f32 = 1e30;

/** A row of `layerNorm` in doubles. */
function normalizeInDoubles(x: usize, y: usize, count: i32, epsilon: f64): f32 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += <f64>load<f32>(at(x, i));
  const mean = sum / <f64>count;
  let squares: f64 = 0;
  for (let i = 0; i < count; i++) {
    const deviation = <f64>load<f32>(at(x, i)) - mean;
    squares += deviation * deviation;
  }
  const factor: f64 = 1 / sqrt<f64>(squares / <f64>count + epsilon);
  for (let i = 0; i < count; i++) store<f32>(at(y, i), <f32>((<f64>load<f32>(at(x, i)) - mean) * factor));
  return <f32>factor;
}

/** (x − mean) / √(variance + ε), row by row. Words: x, y, 1 / √, rows, length of a row, rows of a chunk, ε. */
export function layerNorm(chunk: i32): void {
  const count = word(4);
  const first = chunk * word(5);
  const last = min(first + word(5), word(3));
  for (let row = first; row < last; row++) {
    const y = at(address(1), row * count);
    const x = at(address(0), row * count);
    rescale(x, y, count, sumOfRow(x, count) / <f32>count, 1);
    // What rounding left of the mean, which counts where the mean is large.
    const rest = sumOfRow(y, count) / <f32>count;
    const variance = max<f32>(dot(y, y, count) / <f32>count - rest * rest, 0);
    const spread = variance + float(6);
    let factor = <f32>1 / sqrt<f32>(spread);
    if (spread > LEAST_SPREAD && spread < MOST_SPREAD) rescale(y, y, count, rest, factor);
    else factor = normalizeInDoubles(x, y, count, <f64>float(6));
    store<f32>(at(address(2), row), factor);
  }
}

/** A row of `layerNormGradient` in doubles. */
function slopeInDoubles(dy: usize, y: usize, dx: usize, count: i32, factor: f64): void {
  let sum: f64 = 0;
  let products: f64 = 0;
  for (let i = 0; i < count; i++) {
    sum += <f64>load<f32>(at(dy, i));
    products += <f64>load<f32>(at(dy, i)) * <f64>load<f32>(at(y, i));
  }
  const level = sum / <f64>count;
  const tilt = products / <f64>count;
  for (let i = 0; i < count; i++) {
    const flat = <f64>load<f32>(at(dy, i)) - level - <f64>load<f32>(at(y, i)) * tilt;
    store<f32>(at(dx, i), <f32>(flat * factor));
  }
}

/**
 * (dy − mean(dy) − y · mean(dy · y)) / √, row by row. Words: dy, y, 1 / √, dx, rows, length of a row, rows of a
 * chunk.
 */
export function layerNormGradient(chunk: i32): void {
  const count = word(5);
  const first = chunk * word(6);
  const last = min(first + word(6), word(4));
  for (let row = first; row < last; row++) {
    const dy = at(address(0), row * count);
    const y = at(address(1), row * count);
    const dx = at(address(3), row * count);
    const slope = dot(dy, y, count) / <f32>count;
    const mean = sumOfRow(dy, count) / <f32>count;
    if (!(abs<f32>(slope) < MOST_SLOPE && abs<f32>(mean) < MOST_SLOPE)) {
      slopeInDoubles(dy, y, dx, count, <f64>load<f32>(at(address(2), row)));
      continue;
    }
    const tilt = all(slope);
    const level = all(mean);
    const factor = v128.load32_splat(at(address(2), row));
    for (let i = 0; i < count; i += 4) {
      const flat = f32x4.sub(f32x4.sub(v128.load(at(dy, i)), level), f32x4.mul(v128.load(at(y, i)), tilt));
      storeLanes(at(dx, i), f32x4.mul(flat, factor), count - i);
    }
  }
}
