import { DataError } from '@descent/core';
import type { Pixels } from './pixels.js';

/** A part of a picture, in pixels; its borders may lie inside of pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What each pixel of a row of the result is made of. */
interface Taps {
  /** The first pixel that counts, for each. */
  readonly first: Int32Array;
  /** How many count, for each. */
  readonly count: Int32Array;
  /** What they count, in steps of 2⁻²²; `stride` numbers for each pixel. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/** Bits behind the point: a sum of bytes times weights stays below 2³¹. */
const fractionBits = 22;

/**
 * Scales a part of a picture to another size, bilinear, and where it becomes smaller averaged over what falls together,
 * so that nothing flickers: the same to the last bit on every machine, rows first. Pillow's `resize(…, BILINEAR)` gives the
 * same, or where it takes columns first bytes within 1.
 *
 * @param box - the part; default: all
 * @throws DataError E_LIMIT where the rows take more than 2²⁷ pixels before the columns are scaled
 */
export function resample(pixels: Pixels, width: number, height: number, box?: Box): Pixels {
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: pixels.width, bottom: pixels.height };
  const isSameWidth = left === 0 && right === pixels.width && width === pixels.width;
  const isSameHeight = top === 0 && bottom === pixels.height && height === pixels.height;
  const across = tapsOf(pixels.width, left, right, width);
  const down = tapsOf(pixels.height, top, bottom, height);
  // Only rows that count are made narrower, or wider.
  const from = down.first[0] as number;
  const to = (down.first[height - 1] as number) + (down.count[height - 1] as number);
  checkBetween(isSameWidth ? 0 : width * (to - from), pixels, width, height);
  const narrow = isSameWidth
    ? pixels
    : resampleRows(pixels, width, across, isSameHeight ? 0 : from, isSameHeight ? height : to);
  if (isSameHeight) return narrow;
  return resampleColumns(narrow, height, down, isSameWidth ? 0 : from);
}

/** The most pixels between the steps: a tall picture that becomes wide and low has more of them than before and after. */
const mostBetween = 2 ** 27;

/** @throws DataError E_LIMIT */
function checkBetween(count: number, pixels: Pixels, width: number, height: number): void {
  if (count <= mostBetween) return;
  throw new DataError(
    `decodeImage: ${pixels.width} × ${pixels.height} pixels to ${width} × ${height} take ${count} on the way, more than the limit of ${mostBetween}`,
    { code: 'E_LIMIT', fix: "ask for a size nearer to the picture's form" },
  );
}

function tapsOf(size: number, start: number, end: number, outSize: number): Taps {
  const scale = (end - start) / outSize;
  const reach = Math.max(1, scale);
  const perReach = 1 / reach;
  const stride = 2 * Math.ceil(reach) + 1;
  const first = new Int32Array(outSize);
  const count = new Int32Array(outSize);
  const weights = new Int32Array(outSize * stride);
  const shares = new Float64Array(stride);
  for (let i = 0; i < outSize; i++) {
    const center = start + (i + 0.5) * scale;
    const low = Math.max(0, Math.trunc(center - reach + 0.5));
    const high = Math.min(size, Math.trunc(center + reach + 0.5));
    let sum = 0;
    for (let k = 0; k < high - low; k++) {
      const share = Math.max(0, 1 - Math.abs((k + low - center + 0.5) * perReach));
      shares[k] = share;
      sum += share;
    }
    first[i] = low;
    count[i] = high - low;
    for (let k = 0; k < high - low; k++)
      weights[i * stride + k] = Math.trunc(0.5 + ((shares[k] as number) / sum) * 2 ** fractionBits);
  }
  return { first, count, weights, stride };
}

const half = 1 << (fractionBits - 1);

/** Rows `from` to before `to`, scaled to `width`. */
function resampleRows(pixels: Pixels, width: number, taps: Taps, from: number, to: number): Pixels {
  const { values, channels } = pixels;
  const { first, count, weights, stride } = taps;
  const out = new Uint8Array((to - from) * width * channels);
  let at = 0;
  for (let y = from; y < to; y++) {
    const row = y * pixels.width * channels;
    for (let x = 0; x < width; x++) {
      const start = row + (first[x] as number) * channels;
      const tap = x * stride;
      const taken = count[x] as number;
      if (channels === 3) {
        // The commonest kind, without an inner loop over channels.
        let red = half;
        let green = half;
        let blue = half;
        for (let k = 0, i = start; k < taken; k++, i += 3) {
          const weight = weights[tap + k] as number;
          red += (values[i] as number) * weight;
          green += (values[i + 1] as number) * weight;
          blue += (values[i + 2] as number) * weight;
        }
        out[at++] = red >> fractionBits;
        out[at++] = green >> fractionBits;
        out[at++] = blue >> fractionBits;
        continue;
      }
      for (let c = 0; c < channels; c++) {
        let sum = half;
        for (let k = 0, i = start + c; k < taken; k++, i += channels)
          sum += (values[i] as number) * (weights[tap + k] as number);
        out[at++] = sum >> fractionBits;
      }
    }
  }
  return { values: out, width, height: to - from, channels };
}

/** Scales to `height`; the first row of `pixels` is row `offset` of those that the taps mean. */
function resampleColumns(pixels: Pixels, height: number, taps: Taps, offset: number): Pixels {
  const { values, width, channels } = pixels;
  const { first, count, weights, stride } = taps;
  const length = width * channels;
  const out = new Uint8Array(height * length);
  const sums = new Int32Array(length);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    const taken = count[y] as number;
    for (let k = 0; k < taken; k++) {
      const row = ((first[y] as number) - offset + k) * length;
      const weight = weights[y * stride + k] as number;
      for (let i = 0; i < length; i++) (sums[i] as number) += (values[row + i] as number) * weight;
    }
    for (let i = 0; i < length; i++) out[y * length + i] = (sums[i] as number) >> fractionBits;
  }
  return { values: out, width, height, channels };
}
