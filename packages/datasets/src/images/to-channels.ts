import type { Pixels } from './pixels.js';

/** A colour as bytes: red, green and blue. */
export type Color = readonly [number, number, number];

/** How many values a pixel has: 1 grey, 3 red, green and blue, 4 these and opacity. */
export type ChannelCount = 1 | 3 | 4;

/**
 * The picture with another number of channels. Without opacity, what is transparent shows `background`; grey is
 * 0.299 red + 0.587 green + 0.114 blue.
 *
 * @see ITU-R BT.601
 */
export function toChannels(pixels: Pixels, channels: ChannelCount, background: Color): Pixels {
  if (pixels.channels === channels) return pixels;
  const opaque = channels === 4 ? pixels : withoutOpacity(pixels, background);
  if (opaque.channels === channels) return opaque;
  const { values, width, height, channels: from } = opaque;
  const count = width * height;
  const out = new Uint8Array(count * channels);
  if (channels === 1) {
    for (let i = 0; i < count; i++)
      out[i] = greyOf(values[3 * i] as number, values[3 * i + 1] as number, values[3 * i + 2] as number);
    return { values: out, width, height, channels };
  }
  const hasOpacity = from === 2 || from === 4;
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) out[i * channels + c] = values[i * from + (from >= 3 ? c : 0)] as number;
    if (channels === 4) out[4 * i + 3] = hasOpacity ? (values[i * from + from - 1] as number) : 255;
  }
  return { values: out, width, height, channels };
}

/** In steps of 2⁻¹⁶, rounded: equal channels give their own value. */
export function greyOf(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 32768) >> 16;
}

/** Lays what has opacity over the background; grey over a grey one stays grey. */
function withoutOpacity(pixels: Pixels, background: Color): Pixels {
  const { values, width, height, channels } = pixels;
  if (channels !== 2 && channels !== 4) return pixels;
  const [red, green, blue] = background;
  const out = channels === 2 && red === green && green === blue ? 1 : 3;
  const count = width * height;
  const flat = new Uint8Array(count * out);
  for (let i = 0; i < count; i++) {
    const opacity = values[i * channels + channels - 1] as number;
    for (let c = 0; c < out; c++) {
      const own = values[i * channels + (channels === 4 ? c : 0)] as number;
      const behind = background[c] as number;
      flat[i * out + c] = Math.round((own * opacity + behind * (255 - opacity)) / 255);
    }
  }
  return { values: flat, width, height, channels: out };
}
