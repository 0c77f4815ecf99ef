import { checkWhole, Rng, scope, type Tensor } from '@descent/core';
import type { Augmenter } from './augment.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/** A picture as browsers take it: `new ImageData(data, width, height)`. */
export interface Sheet {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows of pixels. */
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Options of {@link previewSheet}. */
export interface PreviewOptions extends ValueRangeOptions {
  /** Augmented pictures beside each image. Default 7. */
  readonly variants?: number;
  /** Determines what is drawn. Default 0. */
  readonly seed?: number;
}

/** Pixels between the pictures of a sheet. */
const gap = 2;

/**
 * A look at what an augmenter does: a row for each image, the image itself first, then variants of it. Look before you
 * train: what you cannot recognise a net should not have to.
 *
 * @param images - [batch, height, width, channels], grey (1 channel) or red, green and blue (the first three)
 * @returns the pictures in one, between them white
 * @throws ValueError for a number of variants that is no whole number ≥ 1 or an impossible value range; what the augmenter
 * throws
 * @example const { data, width, height } = await previewSheet(images, augment(photos()));
 */
export async function previewSheet(
  images: Tensor,
  augmenter: Augmenter,
  options: PreviewOptions = {},
): Promise<Sheet> {
  const { variants = 7, seed = 0 } = options;
  checkWhole('previewSheet', 'variants', variants);
  const [black, white] = valueRangeOf('previewSheet', options);
  const rng = new Rng(seed);
  const pictures = [
    images,
    ...Array.from({ length: variants }, () => scope(() => augmenter({ x: images }, rng).x)),
  ];
  const columns = await Promise.all(
    pictures.map(async (x) => ({
      shape: x.shape as readonly [number, number, number, number],
      values: await x.data(),
    })),
  );
  for (const variant of pictures.slice(1)) variant.dispose();
  rng.dispose();
  const cellHeight = Math.max(...columns.map(({ shape }) => shape[1])) + gap;
  const cellWidth = Math.max(...columns.map(({ shape }) => shape[2])) + gap;
  const [width, height] = [columns.length * cellWidth - gap, (images.shape[0] as number) * cellHeight - gap];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [column, { shape, values }] of columns.entries()) {
    const [count, rows, places, channels] = shape;
    for (let pixel = 0; pixel < count * rows * places; pixel++) {
      const [place, line] = [pixel % places, Math.floor(pixel / places)];
      const y = Math.floor(line / rows) * cellHeight + (line % rows);
      const to = (y * width + column * cellWidth + place) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const value = values[pixel * channels + Math.min(channel, channels - 1)] as number;
        data[to + channel] = ((value - black) / (white - black)) * 255;
      }
    }
  }
  return { width, height, data };
}
