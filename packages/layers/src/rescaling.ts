import { cast, describeValue, type Tensor, tensor, ValueError } from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { KeepShape } from './shape-function.js';

/** Shape rule of {@link rescaling}. */
export interface Rescaling extends KeepShape {
  readonly name: 'rescaling';
}

/**
 * y = x · scale + offset, for instance to bring the bytes of an image to [0, 1].
 *
 * @param scale - one number, or one for each channel
 * @param offset - likewise; default 0
 * @throws ValueError unless they are finite; when called, ShapeError where there are not as many as channels
 * @example rescaling(1 / 127.5, -1) // bytes to [−1, 1]
 */
export function rescaling(
  scale: number | readonly number[],
  offset: number | readonly number[] = 0,
  options: LayerOptions = {},
): Layer<Rescaling> {
  checkNumbers('scale', scale);
  checkNumbers('offset', offset);
  return defineLayer<Rescaling>({
    kind: 'rescaling',
    label: `${scale}, ${offset}`,
    config: { scale, offset, ...options },
    options,
    build: (inputShape) => ({
      outputShape: inputShape,
      call: (x) => cast(x, 'float32').mul(operand(scale)).add(operand(offset)) as Tensor,
    }),
  });
}

function checkNumbers(name: string, value: number | readonly number[]): void {
  const numbers = typeof value === 'number' ? [value] : value;
  if (Array.isArray(numbers) && numbers.length > 0 && numbers.every(Number.isFinite)) return;
  throw new ValueError(
    `rescaling: ${name} must be a finite number or a list of them, got ${describeValue(value)}`,
  );
}

function operand(value: number | readonly number[]): number | Tensor {
  return typeof value === 'number' ? value : tensor(value);
}
