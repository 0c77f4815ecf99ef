import { ValueError } from '../../errors.js';
import type { HostTensor } from '../../kernel.js';
import type { Shape } from '../../shape.js';
import type { Fail, Unranked } from '../../types/shapes.js';
import { pairOf } from '../../window-geometry.js';
import { checkPixels } from './check-images.js';
import { checkOptions } from './check-options.js';
import { type Between, between, cell, type SampleOf } from './sampling.js';

/** How the pixels of an image and of the resized one lie upon each other. Default: first pixels on each other. */
export interface ResizeOptions {
  /** The middles of the corner pixels lie on each other. Default false. */
  readonly alignCorners?: boolean;
  /** The edges of the images lie on each other, as in PyTorch and TensorFlow 2. Default false. */
  readonly halfPixelCenters?: boolean;
}

/** Attributes of the resizing kernels. */
export type ResizeAttrs = {
  readonly size: readonly [number, number];
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
};

/** Shape of a resized batch, where the compiler can work it out. */
export type Resized<A extends Shape, H extends number, W extends number> =
  Unranked<A> extends true
    ? readonly [number, H, W, number]
    : A extends readonly [infer N extends number, number, number, infer C extends number]
      ? readonly [N, H, W, C]
      : Fail<'[batch, height, width, channels]'>;

/**
 * Options as kernel attributes, with the images' shape checked.
 * @throws ShapeError, ValueError
 */
export function resizeAttrs(
  op: string,
  images: Shape,
  size: readonly [number, number],
  options: ResizeOptions,
): ResizeAttrs {
  const names = ['alignCorners', 'halfPixelCenters'] as const;
  const { alignCorners = false, halfPixelCenters = false } = checkOptions(op, options, names);
  checkPixels(op, images);
  if (alignCorners && halfPixelCenters) {
    throw new ValueError(`${op}: alignCorners and halfPixelCenters are both true`, {
      fix: 'choose one: they say differently where pixels lie',
    });
  }
  return { size: pairOf(op, 'size', size), alignCorners, halfPixelCenters };
}

/** Where resized pixels are read, bilinearly or from the nearest pixel. */
export function resizeSamples(
  images: HostTensor,
  attrs: ResizeAttrs,
  interpolation: 'bilinear' | 'nearest',
): SampleOf {
  const placeOn = interpolation === 'bilinear' ? bilinearPlace : nearestPlace;
  const [rowOf, columnOf] = [0, 1].map((axis) =>
    placeOn(images.shape[axis + 1] as number, attrs.size[axis] as number, attrs),
  ) as [Place, Place];
  return (image, row, column) => ({ image, y: rowOf(row), x: columnOf(column) });
}

type Place = (index: number) => Between;

/** Source cells per resized cell. */
function scaleOf(from: number, to: number, { alignCorners }: ResizeAttrs): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

function bilinearPlace(from: number, to: number, attrs: ResizeAttrs): Place {
  const scale = scaleOf(from, to, attrs);
  const shift = attrs.halfPixelCenters ? 0.5 : 0;
  return (index) => between(Math.min(Math.max((index + shift) * scale - shift, 0), from - 1));
}

function nearestPlace(from: number, to: number, attrs: ResizeAttrs): Place {
  const scale = scaleOf(from, to, attrs);
  const shift = attrs.halfPixelCenters ? 0.5 : 0;
  const rounding = attrs.alignCorners ? 0.5 : 0;
  return (index) => cell(Math.min(Math.floor((index + shift) * scale + rounding), from - 1));
}
