import type { Pixels } from './pixels.js';
import { type Box, resample } from './resample.js';
import { type Color, greyOf } from './to-channels.js';

/** What happens to a picture of another form. */
export type Fit = 'stretch' | 'crop' | 'pad';

/**
 * Scales a picture to a size: stretched, or cut at its longer sides, or with bars at its shorter ones.
 * @param background - of the bars
 */
export function fitSize(pixels: Pixels, width: number, height: number, fit: Fit, background: Color): Pixels {
  if (fit === 'stretch') return resample(pixels, width, height);
  const [across, down] = [width / pixels.width, height / pixels.height];
  if (fit === 'crop') {
    const scale = Math.max(across, down);
    return resample(pixels, width, height, middle(pixels, width / scale, height / scale));
  }
  const scale = Math.min(across, down);
  const inner = resample(
    pixels,
    Math.max(1, Math.round(pixels.width * scale)),
    Math.max(1, Math.round(pixels.height * scale)),
  );
  return onto(inner, width, height, background);
}

function middle(pixels: Pixels, width: number, height: number): Box {
  const side = (whole: number, part: number) => Math.max(0, (whole - part) / 2);
  const [left, top] = [side(pixels.width, width), side(pixels.height, height)];
  return { left, top, right: pixels.width - left, bottom: pixels.height - top };
}

/** The picture in the middle of a larger one. */
function onto(inner: Pixels, width: number, height: number, background: Color): Pixels {
  const { values, channels } = inner;
  const color = channels === 1 ? [greyOf(...background)] : [...background, 255];
  const out = new Uint8Array(width * height * channels);
  for (let i = 0; i < out.length; i++) out[i] = color[i % channels] as number;
  const [left, top] = [(width - inner.width) >> 1, (height - inner.height) >> 1];
  const length = inner.width * channels;
  for (let y = 0; y < inner.height; y++)
    out.set(values.subarray(y * length, (y + 1) * length), ((top + y) * width + left) * channels);
  return { values: out, width, height, channels };
}
