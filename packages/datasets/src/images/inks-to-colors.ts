import type { Pixels } from './pixels.js';

/** Red, green and blue of cyan, magenta, yellow and black, each ink taking its share of the light away. */
export function inksToColors({ values, width, height }: Pixels): Pixels {
  const count = width * height;
  const colors = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const paper = 255 - (values[4 * i + 3] as number);
    for (let c = 0; c < 3; c++)
      colors[3 * i + c] = Math.round(((255 - (values[4 * i + c] as number)) * paper) / 255);
  }
  return { values: colors, width, height, channels: 3 };
}
