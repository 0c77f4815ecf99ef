import { Rng, scope, type Tensor } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { CellSheet, type Sheet } from '../sheet.js';
import type { Augmenter } from './augment.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/** Options of {@link previewSheet}. */
export interface PreviewOptions extends ValueRangeOptions {
  /** Augmented pictures beside each image. Default 7. */
  readonly variants?: number;
  /** Determines what is drawn. Default 0. */
  readonly seed?: number;
}

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
  const {
    variants = 7,
    seed = 0,
    valueRange,
  } = checkedOptions('previewSheet', options, {
    variants: kinds.whole(1),
    seed: kinds.seed,
    valueRange: kinds.unchecked,
  });
  const [black, white] = valueRangeOf('previewSheet', { valueRange });
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
  const cellHeight = Math.max(...columns.map(({ shape }) => shape[1]));
  const cellWidth = Math.max(...columns.map(({ shape }) => shape[2]));
  const cells = new CellSheet(images.shape[0] as number, columns.length, { cellWidth, cellHeight });
  for (const [column, { shape, values }] of columns.entries()) {
    const [count, height, width, channels] = shape;
    const size = height * width * channels;
    for (let row = 0; row < count; row++) {
      const picture = values.subarray(row * size, (row + 1) * size);
      cells.paint(row, column, { values: picture, height, width, channels }, [black, white]);
    }
  }
  return cells.sheet;
}
