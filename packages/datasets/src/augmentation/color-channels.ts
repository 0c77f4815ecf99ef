import { add, mul, ShapeError, showShape, split, type Tensor } from '@descent/core';

/**
 * Red, green and blue, each [batch, height, width, 1].
 * @throws ShapeError for images of another number of channels
 */
export function colorChannels(op: string, x: Tensor): readonly [Tensor, Tensor, Tensor] {
  if (x.shape[3] === 3) return split(x, 3, 3) as unknown as readonly [Tensor, Tensor, Tensor];
  throw new ShapeError(
    `${op}: expects images of red, green and blue, [batch, height, width, 3], got ${showShape(x.shape)}`,
    {
      fix: 'leave it out for grey images: they have no colours',
    },
  );
}

/** How light colours look, [batch, height, width, 1] (ITU-R BT.601, as rounded in torchvision). */
export function lightnessOf([red, green, blue]: readonly [Tensor, Tensor, Tensor]): Tensor {
  return add(add(mul(red, 0.2989), mul(green, 0.587)) as Tensor, mul(blue, 0.114)) as Tensor;
}
