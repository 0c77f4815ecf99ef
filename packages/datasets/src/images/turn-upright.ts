import type { Pixels } from './pixels.js';

/**
 * Turns a picture that was stored lying or mirrored.
 * @param orientation - as Exif has it: 1 upright, 2 mirrored, 3 upside down, 6 to be turned clockwise, and so on
 */
export function turnUpright(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width, height, channels, values } = pixels;
  const isLying = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  const [newWidth, newHeight] = isLying ? [height, width] : [width, height];
  const turned = new Uint8Array(values.length);
  for (let y = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const [along, across] = isLying ? [y, x] : [x, y];
      const column = fromRight ? width - 1 - along : along;
      const row = fromBelow ? height - 1 - across : across;
      for (let c = 0; c < channels; c++)
        turned[(y * newWidth + x) * channels + c] = values[(row * width + column) * channels + c] as number;
    }
  }
  return { values: turned, width: newWidth, height: newHeight, channels };
}
