import {
  averagePool2d,
  grad,
  maxPool2d,
  pad,
  scope,
  slice,
  type Tensor,
  tensor,
  type WindowGeometry,
  windowGeometry,
} from '@descent/core';
import { flops } from '@descent/explain';
import * as layers from '@descent/layers';
import type { Cell } from '../shared/cell-grid.js';

/** The picture's rows, columns and channels. */
export const imageShape = [6, 7, 2] as const;

/** What the reader has set. */
export interface Settings {
  readonly kind: 'max' | 'mean';
  readonly size: number;
  readonly stride: number;
  readonly padding: 'valid' | 'same';
  /** Columns that the picture is moved to the right. */
  readonly shift: number;
}

/** A pooling and what belongs to it; numbers with the channels inside. */
export interface Pooled {
  readonly geometry: WindowGeometry;
  /** The picture, moved. */
  readonly image: Float32Array;
  /** [rows, columns, channels] */
  readonly shape: readonly number[];
  readonly output: Float32Array;
  /** What each cell of the picture gets when each number of the output sends 1 back. */
  readonly gradient: Float32Array;
  /** Mean absolute change by moving the picture, of itself and of the output. */
  readonly changes: { readonly image: number; readonly output: number };
}

type Image = Tensor<readonly [number, number, number, number]>;

/** Pools the picture. */
export function pool({ kind, size, stride, padding, shift }: Settings, picture: Float32Array): Pooled {
  const shape = [1, ...imageShape] as const;
  const window = { window: size, strides: stride, dilations: 1, pad: padding } as const;
  const pooling = (x: Tensor): Tensor =>
    (kind === 'max' ? maxPool2d : averagePool2d)(x as Image, size, { strides: stride, padding }) as Tensor;
  return scope(() => {
    const still = tensor(picture, shape) as Tensor;
    const image = moved(still, shift);
    const output = pooling(image);
    const change = (a: Tensor, b: Tensor): number => a.sub(b).abs().mean().item();
    return {
      geometry: windowGeometry('pooling', shape, window),
      image: image.dataSync() as Float32Array,
      shape: output.shape.slice(1),
      output: output.dataSync() as Float32Array,
      gradient: grad((x: Tensor) => pooling(x).sum())(image).dataSync() as Float32Array,
      changes: { image: change(image, still), output: change(output, pooling(still)) },
    };
  });
}

/** How many weights a pooling layer of the library has. */
export function weightCount({ kind, size, stride, padding }: Settings): number {
  const layer = kind === 'max' ? layers.maxPool2d : layers.averagePool2d;
  using model = layers.sequential({ input: imageShape }, layer(size, { strides: stride, padding }));
  return flops(model as never).parameters;
}

/** A picture moved to the right, zeros coming in from the left. */
function moved(picture: Tensor, shift: number): Tensor {
  const [rows, columns, channels] = imageShape;
  const none = [0, 0] as const;
  return slice(
    pad(picture, [none, none, [shift, 0], none]),
    [0, 0, 0, 0],
    [1, rows, columns, channels],
  ) as Tensor;
}

/** The numbers of one channel in the window of an output cell, those that lie in the picture. */
export function cellsAt({ geometry: g, image }: Pooled, { row, column }: Cell, channel: number): number[] {
  const [rows, columns, channels] = imageShape;
  return Array.from({ length: g.windowHeight * g.windowWidth }, (_, i) => {
    const y = row * g.strideHeight - g.padTop + Math.floor(i / g.windowWidth);
    const x = column * g.strideWidth - g.padLeft + (i % g.windowWidth);
    const isIn = y >= 0 && y < rows && x >= 0 && x < columns;
    return isIn ? [image[(y * columns + x) * channels + channel] as number] : [];
  }).flat();
}

/** Whole numbers from 0 to 9 in two channels: a diagonal line and a square. */
export function startPicture(): Float32Array {
  const planes = [
    ['9100000', '1910000', '0191000', '0019100', '0001910', '0000191'],
    ['0000000', '0444400', '0488400', '0488400', '0444400', '0000000'],
  ];
  const picture = new Float32Array(imageShape[0] * imageShape[1] * imageShape[2]);
  planes.forEach((plane, channel) => {
    [...plane.join('')].forEach((digit, i) => {
      picture[i * imageShape[2] + channel] = Number(digit);
    });
  });
  return picture;
}
