import type { FillMode, Rng, Tensor } from '@descent/core';
import type { Projection } from './projection.js';

/** Images and what belongs to them, as tensors. */
export interface ImageBatch {
  /** Images, float32 [batch, height, width, channels]; int32 is cast. */
  readonly x: Tensor;
  /** Targets, [batch, …]: class indices, or a row of shares. */
  readonly y?: Tensor | undefined;
  /**
   * Masks, float32 [batch, height, width, masks]. They move with the images, are read from the nearest pixel, and have
   * outside what the fill mode says, 0 where that is a constant.
   */
  readonly masks?: Tensor | undefined;
  /**
   * Boxes, [batch, boxes, 4]: left, top, right and bottom in pixels from the upper left corner of the image. They move
   * with the images: a turned box is the smallest upright one around it, and what leaves the image is cut off.
   */
  readonly boxes?: Tensor | undefined;
}

/** A batch of images as those who move them see it; sizes in pixels. */
export interface Frame {
  /** Number of images. */
  readonly count: number;
  /** Rows of an image. */
  readonly height: number;
  /** Columns of an image. */
  readonly width: number;
}

/** How pixels between pixels and outside of the images are read. */
export interface ResamplingOptions {
  /** What lies outside of the images. Default `'reflect'`, as in Keras. */
  readonly fillMode?: FillMode;
  /** The constant outside, where the mode is `'constant'`. Default 0. */
  readonly fillValue?: number;
  /** The nearest pixel, or a mix of the four around (default). */
  readonly interpolation?: 'nearest' | 'bilinear';
}

/** Moves images: its place in a row of such is one factor of a product, and all are done in one go. */
export interface GeometricAugmentation {
  /** Name of the function that made it. */
  readonly kind: string;
  /** How pixels are read; undefined where no other than those of the image are. */
  readonly resampling?: Required<ResamplingOptions> | undefined;
  /** [height, width] of the results. Default: that of the images. */
  readonly size?: readonly [number, number] | undefined;
  /** Draws where the pixels of each result are read. */
  move(frame: Frame, rng: Rng): Projection;
}

/** Changes the values of pixels where they are. */
export interface PixelAugmentation {
  /** Name of the function that made it. */
  readonly kind: string;
  /** Draws and makes the change: float32 [batch, height, width, channels] to the same. */
  repaint(x: Tensor, rng: Rng): Tensor;
}

/** Changes images together with their targets, or with one another. */
export interface BatchAugmentation {
  /** Name of the function that made it. */
  readonly kind: string;
  /** Number of classes, where class indices become rows of shares. */
  readonly classCount?: number | undefined;
  /** Draws and makes the change. */
  change(batch: ImageBatch, rng: Rng): ImageBatch;
}

/** One random change of images, made anew for each image of each batch. */
export type Augmentation = GeometricAugmentation | PixelAugmentation | BatchAugmentation;
