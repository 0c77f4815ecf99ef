import type { Shape } from '../../shape.js';
import type { WindowGeometry } from '../../window-geometry.js';
import { type Conv2dAttrs, convGeometry, convOutputShape, forEachTap } from './convolution.js';

/**
 * The window's path for an image batch and a filter [height, width, inChannels, multiplier].
 * @throws ShapeError, ValueError
 */
export function depthwiseGeometry(
  op: string,
  input: Shape,
  filter: Shape,
  attrs: Conv2dAttrs,
): WindowGeometry {
  return convGeometry(op, input, filter, attrs, 'multiplier');
}

/**
 * Shape of the depthwise convolution's output.
 * @throws ShapeError, ValueError
 */
export function depthwiseOutputShape(op: string, input: Shape, filter: Shape, attrs: Conv2dAttrs): number[] {
  const [channels, multiplier] = filter.slice(2) as [number, number];
  return convOutputShape(depthwiseGeometry(op, input, filter, attrs), channels * multiplier);
}

/** Calls `visit` for every product of the convolution, with flat indices into image, output and filter. */
export function forEachProduct(
  geometry: WindowGeometry,
  filter: Shape,
  visit: (cell: number, out: number, weight: number) => void,
): void {
  const [channels, multiplier] = filter.slice(2) as [number, number];
  const outChannels = channels * multiplier;
  forEachTap(geometry, (inPixel, outPixel, tap) => {
    for (let o = 0; o < outChannels; o++) {
      const c = Math.floor(o / multiplier);
      visit(inPixel * channels + c, outPixel * outChannels + o, tap * outChannels + o);
    }
  });
}
