import { type Shape, ShapeError, showShape, type WindowOptions, windowGeometry } from '@descent/core';

/**
 * Height and width of what a window leaves of an image [height, width, channels].
 * @throws ShapeError, ValueError
 */
export function spatialShape(layer: string, inputShape: Shape, options: WindowOptions): [number, number] {
  if (inputShape.length !== 3) {
    throw new ShapeError(`${layer}: expects [height, width, channels], got ${showShape(inputShape)}`, {
      fix: 'add the missing axis with a reshape layer, for example reshape([28, 28, 1])',
    });
  }
  const { outHeight, outWidth } = windowGeometry(layer, [1, ...inputShape], options);
  return [outHeight, outWidth];
}
