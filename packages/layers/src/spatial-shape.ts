import {
  type AxisCount,
  axisNames,
  type Padding,
  type Shape,
  ShapeError,
  showShape,
  windowAxes,
} from '@descent/core';

/** One size for all axes of a window, or one for each. */
export type Sizes = number | readonly number[];

/** The options of a window, as ops carry them. */
interface WindowOptions {
  readonly window: Sizes;
  readonly strides: Sizes;
  readonly dilations: Sizes;
  readonly pad: Padding;
}

/**
 * Checks that an example has `count` axes and one of channels.
 * @throws ShapeError
 */
export function checkSpatial(layer: string, inputShape: Shape, count: AxisCount): void {
  if (inputShape.length === count + 1) return;
  throw new ShapeError(`${layer}: expects [${axisNames(count)}, channels], got ${showShape(inputShape)}`, {
    fix: `add the missing axis with a reshape layer, for example reshape(${showShape([28, 28, 28, 1].slice(3 - count))})`,
  });
}

/**
 * Sizes, without the channels, of what a window leaves of an example [...sizes, channels].
 * @throws ShapeError, ValueError
 */
export function spatialSizes(
  layer: string,
  inputShape: Shape,
  options: WindowOptions,
  count: AxisCount,
): number[] {
  checkSpatial(layer, inputShape, count);
  return windowAxes(layer, [1, ...inputShape], options, count).map(({ out }) => out);
}
