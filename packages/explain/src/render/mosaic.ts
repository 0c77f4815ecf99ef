import { checkOptions, checkWhole, ShapeError, showShape } from '@descent/core';
import type { ValueGrid } from './heat-map.js';

/** Options of {@link mosaic}. */
export interface MosaicOptions {
  /** Maps side by side. Default: about as many as one below another. */
  readonly columns?: number;
  /** Empty cells between maps. Default 1. */
  readonly gap?: number;
}

/**
 * The channels of feature maps side by side, as one grid; the gaps are NaN, which is transparent. All have one scale.
 *
 * @param maps - [height, width, channels], or [1, height, width, channels]
 * @throws ShapeError for other shapes, ValueError for options out of range
 * @example
 * const [first] = await featureMaps(model, picture);
 * const image = heatMap(mosaic(first.maps), { cellSize: 4 });
 */
export function mosaic(maps: ValueGrid, options: MosaicOptions = {}): ValueGrid {
  const chosen = checkOptions('mosaic', options, ['columns', 'gap']);
  const shape = maps.shape.length === 4 && maps.shape[0] === 1 ? maps.shape.slice(1) : maps.shape;
  const [height, width, channels] = shape as readonly [number, number, number];
  if (shape.length !== 3 || height * width * channels !== maps.values.length || channels === 0) {
    throw new ShapeError(`mosaic: expects [height, width, channels], got ${showShape(maps.shape)}`, {
      fix: 'for one example of a batch give its part: values.subarray(…)',
    });
  }
  const { columns = Math.ceil(Math.sqrt(channels)), gap = 1 } = chosen;
  checkWhole('mosaic', 'columns', columns);
  checkWhole('mosaic', 'gap', gap, 0);
  const across = Math.min(columns, channels);
  const down = Math.ceil(channels / across);
  const [rows, total] = [down * (height + gap) - gap, across * (width + gap) - gap];
  const values = new Float32Array(rows * total).fill(Number.NaN);
  for (let channel = 0; channel < channels; channel++) {
    const top = Math.floor(channel / across) * (height + gap);
    const left = (channel % across) * (width + gap);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        values[(top + y) * total + left + x] = maps.values[(y * width + x) * channels + channel] as number;
      }
    }
  }
  return { shape: [rows, total], values };
}
