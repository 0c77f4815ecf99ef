// The transforms of Winograd's F(4×4, 3×3) (Lavin & Gray 2016) with the points 0, ±√½, ±√2, ∞. Their constants
// are closer to 1 than those of 0, ±1, ±2, ∞, and rounding errors are a quarter. A transform is one of lines, done
// to all columns and then to all rows; what lies between goes through `between`, room for 36 vectors.
//
// Six numbers in the order of the points take the place of a line of 6 inputs, 3 filter taps or 4 outputs.
import { finishVector } from './epilogue';
import { entry } from './polynomial';
import { all, at, madd, storeLanes } from './vector';

/** Floats that a transform needs between columns and rows. */
export const BETWEEN_FLOATS: i32 = 144;

const INPUT = memory.data<f32>([
  -2.5, -2, -0.5, 0.70710678118654752, -0.70710678118654752, 1.41421356237309505, -1.41421356237309505,
]);

/** Writes 6 vectors, `step` bytes apart. */
@inline function put6(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): void {
  v128.store(to, a);
  to += step;
  v128.store(to, b);
  to += step;
  v128.store(to, c);
  to += step;
  v128.store(to, d);
  to += step;
  v128.store(to, e);
  to += step;
  v128.store(to, f);
}

/** The i-th of vectors that lie one behind another. */
@inline function vectorAt(from: usize, i: i32): v128 {
  return v128.load(from + ((<usize>i) << 4));
}

/** Four channels of the i-th cell of a table of addresses. */
@inline function cellAt(cells: usize, i: i32, offset: usize): v128 {
  return v128.load(<usize>load<u32>(cells + ((<usize>i) << 2)) + offset);
}

@inline function inputLine(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, to: usize, step: usize): void {
  const zero = f32x4.add(a, madd(entry(INPUT, 0), c, e));
  const infinity = f32x4.add(b, madd(entry(INPUT, 0), d, f));
  const even = madd(entry(INPUT, 1), c, e);
  const odd = madd(entry(INPUT, 1), b, d);
  const even2 = madd(entry(INPUT, 2), c, e);
  const odd2 = madd(entry(INPUT, 2), b, d);
  put6(
    to, step, zero, madd(entry(INPUT, 3), odd, even), madd(entry(INPUT, 4), odd, even),
    madd(entry(INPUT, 5), odd2, even2), madd(entry(INPUT, 6), odd2, even2), infinity,
  );
}

/** Transforms the 6 × 6 cells of a tile: a vector per point and 4 channels, the points `step` bytes apart. */
export function transformInput(cells: usize, channels: i32, to: usize, step: usize, between: usize): void {
  for (let channel = 0; channel < channels; channel += 4) {
    const c = (<usize>channel) << 2;
    for (let j = 0; j < 6; j++) {
      const p = cells + ((<usize>j) << 2);
      inputLine(
        cellAt(p, 0, c), cellAt(p, 6, c), cellAt(p, 12, c), cellAt(p, 18, c), cellAt(p, 24, c), cellAt(p, 30, c),
        between + ((<usize>j) << 4), 96,
      );
    }
    let q = to + c;
    for (let i = 0; i < 6; i++, q += 6 * step) {
      const p = between + <usize>i * 96;
      inputLine(
        vectorAt(p, 0), vectorAt(p, 1), vectorAt(p, 2), vectorAt(p, 3), vectorAt(p, 4), vectorAt(p, 5), q, step,
      );
    }
  }
}

/** 1 / Π (p − other points) of each point, alone and times the point. */
const FILTER = memory.data<f32>([
  0.5, 2, -0.66666666666666667, -0.47140452079103168, 0.16666666666666667, 0.23570226039551584,
]);

@inline function filterLine(a: v128, b: v128, c: v128, to: usize, step: usize): void {
  const even = f32x4.mul(entry(FILTER, 2), madd(entry(FILTER, 0), c, a));
  const odd = f32x4.mul(entry(FILTER, 3), b);
  const even2 = f32x4.mul(entry(FILTER, 4), madd(entry(FILTER, 1), c, a));
  const odd2 = f32x4.mul(entry(FILTER, 5), b);
  put6(
    to, step, a, f32x4.add(even, odd), f32x4.sub(even, odd), f32x4.add(even2, odd2), f32x4.sub(even2, odd2), c,
  );
}

/** Transforms 3 × 3 vectors of filter taps, one behind another. */
export function transformFilter(taps: usize, to: usize, step: usize, between: usize): void {
  for (let j = 0; j < 3; j++) {
    filterLine(vectorAt(taps, j), vectorAt(taps, j + 3), vectorAt(taps, j + 6), between + ((<usize>j) << 4), 48);
  }
  for (let i = 0; i < 6; i++, to += 6 * step) {
    const p = between + <usize>i * 48;
    filterLine(vectorAt(p, 0), vectorAt(p, 1), vectorAt(p, 2), to, step);
  }
}

const OUTPUT = memory.data<f32>([
  0.5, 2, 0.70710678118654752, 1.41421356237309505, 0.35355339059327376, 2.82842712474619010,
]);

@inline function writeOutput(to: usize, x: v128, lanes: i32, finishes: bool, bias: v128, activation: i32): void {
  storeLanes(to, finishes ? finishVector(x, bias, activation) : x, lanes);
}

/**
 * Makes 4 outputs of 6 vectors, `fromStep` bytes apart, and finishes them, see epilogue.ts; writes the first `count`,
 * of each the first `lanes` lanes.
 */
@inline function outputLine(
  from: usize, fromStep: usize, to: usize, step: usize, count: i32, lanes: i32, finishes: bool, bias: v128, activation: i32,
): void {
  const a = v128.load(from);
  const b = v128.load((from += fromStep));
  const c = v128.load((from += fromStep));
  const d = v128.load((from += fromStep));
  const e = v128.load((from += fromStep));
  const f = v128.load(from + fromStep);
  const even = f32x4.add(b, c);
  const odd = f32x4.sub(b, c);
  const even2 = f32x4.add(d, e);
  const odd2 = f32x4.sub(d, e);
  writeOutput(to, f32x4.add(f32x4.add(a, even), even2), lanes, finishes, bias, activation);
  if (count < 2) return;
  to += step;
  writeOutput(to, madd(entry(OUTPUT, 3), odd2, f32x4.mul(entry(OUTPUT, 2), odd)), lanes, finishes, bias, activation);
  if (count < 3) return;
  to += step;
  writeOutput(to, madd(entry(OUTPUT, 1), even2, f32x4.mul(entry(OUTPUT, 0), even)), lanes, finishes, bias, activation);
  if (count < 4) return;
  to += step;
  writeOutput(to, madd(entry(OUTPUT, 5), odd2, madd(entry(OUTPUT, 4), odd, f)), lanes, finishes, bias, activation);
}

/** Writes the first rows and columns of the 4 × 4 outputs of a tile, `rowBytes` and `cellBytes` apart, finished. */
export function transformOutput(
  from: usize, step: usize, channels: i32, out: usize, rowBytes: usize, cellBytes: usize, rows: i32, columns: i32,
  between: usize, bias: usize, activation: i32,
): void {
  for (let channel = 0; channel < channels; channel += 4) {
    const biases = bias == 0 ? all(-0.0) : v128.load(at(bias, channel));
    let q = from + ((<usize>channel) << 2);
    for (let i = 0; i < 6; i++, q += 6 * step) outputLine(q, step, between + ((<usize>i) << 4), 96, 4, 4, false, biases, 0);
    let to = out + ((<usize>channel) << 2);
    for (let j = 0; j < columns; j++, to += cellBytes) {
      outputLine(between + <usize>j * 96, 16, to, rowBytes, rows, channels - channel, true, biases, activation);
    }
  }
}

@inline function gradientLine(a: v128, b: v128, c: v128, d: v128, to: usize, step: usize): void {
  const even = madd(entry(FILTER, 0), c, a);
  const odd = madd(entry(FILTER, 0), d, b);
  const even2 = madd(entry(FILTER, 1), c, a);
  const odd2 = madd(entry(FILTER, 1), d, b);
  put6(
    to, step, a, madd(entry(INPUT, 3), odd, even), madd(entry(INPUT, 4), odd, even),
    madd(entry(INPUT, 5), odd2, even2), madd(entry(INPUT, 6), odd2, even2), d,
  );
}

/** Transforms the 4 × 4 cells of a gradient's tile into panels of 8 channels, `panelBytes` apart. */
export function transformGradient(
  cells: usize, channels: i32, to: usize, step: usize, panelBytes: usize, between: usize,
): void {
  for (let channel = 0; channel < channels; channel += 4) {
    const c = (<usize>channel) << 2;
    for (let j = 0; j < 4; j++) {
      const p = cells + ((<usize>j) << 2);
      gradientLine(
        cellAt(p, 0, c), cellAt(p, 4, c), cellAt(p, 8, c), cellAt(p, 12, c), between + ((<usize>j) << 4), 64,
      );
    }
    let q = to + <usize>(channel >> 3) * panelBytes + (c & 16);
    for (let i = 0; i < 6; i++, q += 6 * step) {
      const p = between + ((<usize>i) << 6);
      gradientLine(vectorAt(p, 0), vectorAt(p, 1), vectorAt(p, 2), vectorAt(p, 3), q, step);
    }
  }
}

/** Makes 3 taps of 6 vectors, `fromStep` bytes apart; writes the first `lanes` lanes of each. */
@inline function filterGradientLine(from: usize, fromStep: usize, to: usize, step: usize, lanes: i32): void {
  const a = v128.load(from);
  const b = v128.load((from += fromStep));
  const c = v128.load((from += fromStep));
  const d = v128.load((from += fromStep));
  const e = v128.load((from += fromStep));
  const f = v128.load(from + fromStep);
  const even = f32x4.mul(entry(FILTER, 2), f32x4.add(b, c));
  const odd = f32x4.mul(entry(FILTER, 3), f32x4.sub(b, c));
  const even2 = f32x4.mul(entry(FILTER, 4), f32x4.add(d, e));
  const odd2 = f32x4.mul(entry(FILTER, 5), f32x4.sub(d, e));
  storeLanes(to, f32x4.add(f32x4.add(a, even), even2), lanes);
  to += step;
  storeLanes(to, f32x4.add(odd, odd2), lanes);
  to += step;
  storeLanes(to, madd(entry(FILTER, 1), even2, madd(entry(FILTER, 0), even, f)), lanes);
}

/** Writes one input channel of a filter's gradient; the taps lie `tapBytes` apart. */
export function transformFilterGradient(
  from: usize, step: usize, channels: i32, out: usize, tapBytes: usize, between: usize,
): void {
  for (let channel = 0; channel < channels; channel += 4) {
    let q = from + ((<usize>channel) << 2);
    for (let i = 0; i < 6; i++, q += 6 * step) filterGradientLine(q, step, between + ((<usize>i) << 4), 96, 4);
    for (let j = 0; j < 3; j++) {
      const to = at(out, channel) + <usize>j * tapBytes;
      filterGradientLine(between + <usize>j * 96, 16, to, 3 * tapBytes, channels - channel);
    }
  }
}
