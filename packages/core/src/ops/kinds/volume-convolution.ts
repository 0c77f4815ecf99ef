import type { Shape } from '../../shape.js';
import { type Triple, tripleOf, type VolumeGeometry, volumeGeometry } from '../../volume-geometry.js';
import type { Padding, WindowAxis } from '../../window-axes.js';
import { checkOptions } from './check-options.js';
import { checkFilter } from './convolution.js';

/** Options of a convolution over volumes. */
export interface Conv3dOptions<
  S extends Triple = Triple,
  P extends Padding = Padding,
  D extends Triple = Triple,
> {
  /** Step of the window. Default 1. */
  readonly strides?: S;
  /** Default 'valid'. */
  readonly padding?: P;
  /** Distance of the filter's taps. Default 1. */
  readonly dilations?: D;
}

/** Attributes shared by the kernels of a convolution over volumes. */
export type Conv3dAttrs = {
  readonly strides: readonly [number, number, number];
  readonly pad: Padding;
  readonly dataFormat: 'NDHWC';
  readonly dilations: readonly [number, number, number];
};

/** Options as kernel attributes. */
export function conv3dAttrs(op: string, options: Conv3dOptions): Conv3dAttrs {
  const names = ['strides', 'padding', 'dilations'] as const;
  const { strides = 1, padding = 'valid', dilations = 1 } = checkOptions(op, options, names);
  return {
    strides: tripleOf(op, 'strides', strides),
    pad: padding,
    dataFormat: 'NDHWC',
    dilations: tripleOf(op, 'dilations', dilations),
  };
}

/**
 * The window's path for a batch of volumes and a filter [depth, height, width, inChannels, outChannels].
 * @throws ShapeError, ValueError
 */
export function conv3dGeometry(
  op: string,
  input: Shape,
  filter: Shape,
  { strides, dilations, pad }: Conv3dAttrs,
): VolumeGeometry {
  checkFilter(op, input, filter, dilations);
  const window = filter.slice(0, 3) as [number, number, number];
  return volumeGeometry(op, input, { window, strides, dilations, pad });
}

/** Shape of the convolution's output. */
export function conv3dOutputShape(
  { batchSize, depth, height, width }: VolumeGeometry,
  outChannels: number,
): number[] {
  return [batchSize, depth.out, height.out, width.out, outChannels];
}

/** Calls `visit` for every product of the convolution, with flat indices into volume, output and filter. */
export function forEachVolumeProduct(
  { batchSize, depth, height, width }: VolumeGeometry,
  filter: Shape,
  visit: (cell: number, out: number, weight: number) => void,
): void {
  const [inCount, outCount] = filter.slice(3) as [number, number];
  const [planes, rows, columns] = [depth, height, width].map(meetings) as [Meeting[], Meeting[], Meeting[]];
  for (let b = 0; b < batchSize; b++) {
    for (const z of planes) {
      for (const y of rows) {
        for (const x of columns) {
          const inPixel = ((b * depth.size + z.cell) * height.size + y.cell) * width.size + x.cell;
          const outPixel = ((b * depth.out + z.out) * height.out + y.out) * width.out + x.out;
          const tap = (z.tap * height.window + y.tap) * width.window + x.tap;
          for (let i = 0; i < inCount * outCount; i++) {
            const [c, o] = [Math.floor(i / outCount), i % outCount];
            visit(inPixel * inCount + c, outPixel * outCount + o, tap * inCount * outCount + i);
          }
        }
      }
    }
  }
}

/** Where along an axis a tap meets a cell. */
interface Meeting {
  readonly out: number;
  readonly tap: number;
  readonly cell: number;
}

function meetings({ size, out, window, stride, dilation, before }: WindowAxis): Meeting[] {
  const all = Array.from({ length: out * window }, (_, i) => {
    const [o, tap] = [Math.floor(i / window), i % window];
    return { out: o, tap, cell: o * stride - before + tap * dilation };
  });
  return all.filter(({ cell }) => cell >= 0 && cell < size);
}
