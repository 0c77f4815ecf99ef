import type { HostTensor } from '../../kernel.js';
import { type Between, between, cell, type SampleOf } from './sampling.js';

/**
 * What lies outside an image with pixels a b c d: `constant` a value, `reflect` its mirror image (… b a a b c d d c …),
 * `wrap` the image again, `nearest` its last pixels (… a a a b c d d d …).
 */
export type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

/** Attributes of the Transform kernel and its gradient. */
export type TransformAttrs = {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: FillMode;
  readonly fillValue: number | readonly number[];
  readonly outputShape: readonly [number, number];
};

/** Where the pixels of transformed images are read; nowhere, where a coordinate is not finite. */
export function transformSamples(
  images: HostTensor,
  transforms: HostTensor,
  { interpolation, fillMode }: TransformAttrs,
): SampleOf {
  const [, height, width] = images.shape as readonly [number, number, number];
  const placeOf = (coordinate: number, size: number): Between => {
    const inside = fillModes[fillMode](coordinate, size);
    return interpolation === 'bilinear' ? between(inside) : cell(Math.floor(inside + 0.5));
  };
  return (image, row, column) => {
    const start = transforms.shape[0] === 1 ? 0 : 8 * image;
    const [a0, a1, a2, b0, b1, b2, c0, c1] = transforms.values.subarray(
      start,
      start + 8,
    ) as unknown as Numbers8;
    const k = c0 * column + c1 * row + 1;
    const x = (a0 * column + a1 * row + a2) / k;
    const y = (b0 * column + b1 * row + b2) / k;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
    return { image, y: placeOf(y, height), x: placeOf(x, width) };
  };
}

type Numbers8 = readonly [number, number, number, number, number, number, number, number];

/** Brings a coordinate on an axis of `size` pixels to one inside. */
const fillModes: Readonly<Record<FillMode, (coordinate: number, size: number) => number>> = {
  constant: (coordinate) => coordinate,
  reflect(coordinate, size) {
    const period = 2 * size;
    const start = coordinate + 0.5;
    const place = start - period * Math.floor(start / period);
    return clamp((place > size ? period - place : place) - 0.5, size);
  },
  // As TensorFlow has it: the way from the last pixel to the first counts as the last, or as the first.
  wrap(coordinate, size) {
    if (size === 1) return 0;
    const last = size - 1;
    if (coordinate < 0) return clamp(coordinate + size * (Math.trunc(-coordinate / last) + 1), size);
    return clamp(coordinate > last ? coordinate - size * Math.trunc(coordinate / last) : coordinate, size);
  },
  nearest: (coordinate, size) => clamp(coordinate, size),
};

function clamp(coordinate: number, size: number): number {
  return Math.min(Math.max(coordinate, 0), size - 1);
}
