import type { Padding, Tensor } from '@descent/core';
import type { Sizes } from '../spatial-shape.js';
import type { GivenWindow } from './window.js';

/** Axes of a convolution that runs over images: 2, or 1 along a line, which is an image of one row. */
export type RowOrImage = 1 | 2;

/** A window as 2-D ops are told of it. */
export function overImages(
  count: RowOrImage,
  given: GivenWindow<Sizes>,
): GivenWindow<readonly [number, number]> {
  const { strides, padding, dilations } = given;
  if (count === 2) return given as GivenWindow<readonly [number, number]>;
  return {
    strides: [1, strides as number],
    dilations: [1, dilations as number],
    padding: paddingOfRow(padding),
  };
}

function paddingOfRow(padding: Padding): Padding {
  if (padding === 'valid' || padding === 'same') return padding;
  const none = [0, 0] as const;
  if (typeof padding === 'number') return [none, none, [padding, padding], none];
  return [none, ...padding];
}

/** [batch, width, channels] or filters [width, …] with the axis of the one row before the width. */
export function asImages(count: RowOrImage, x: Tensor, widthAxis: number): Tensor {
  if (count === 2) return x;
  return x.reshape([...x.shape.slice(0, widthAxis), 1, ...x.shape.slice(widthAxis)]);
}

/** [batch, 1, width, channels] as [batch, width, channels]. */
export function fromImages(count: RowOrImage, images: Tensor): Tensor {
  const [batchSize, , width, channels] = images.shape as readonly [number, number, number, number];
  return count === 2 ? images : images.reshape([batchSize, width, channels]);
}
