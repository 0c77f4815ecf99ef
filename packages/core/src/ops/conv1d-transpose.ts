import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { conv2dTranspose } from './conv2d-transpose.js';
import { floatThroughout } from './kinds/operands.js';
import { type TransposedOptions, transposedShape } from './kinds/transposed-convolution.js';
import { reshape } from './reshape.js';

/** Options of {@link conv1dTranspose}. */
export type Conv1dTransposeOptions = TransposedOptions<number>;

/** [batch, width, channels]; a filter's last size is the one that has to fit. */
type Conv1dTranspose<A extends Shape, F extends Shape> = A extends readonly [infer N extends number, ...Shape]
  ? F extends readonly [number, infer C extends number, number]
    ? readonly [N, number, C]
    : readonly [number, number, number]
  : readonly [number, number, number];

/**
 * Transposed 1-D convolution: as {@link conv2dTranspose}, along one axis,
 * y[b, s·i + k − p, o] += x[b, i, c] · filter[k, o, c].
 *
 * @param x - [batch, width, inChannels]
 * @param filter - [width, outChannels, inChannels], as Keras has it
 * @param options - strides, padding and the size of the result
 * @returns [batch, outWidth, outChannels]; 'same' gives size · stride, 'valid' (size − 1) · stride +
 * max(filter size, stride)
 * @throws ShapeError when channels differ or no convolution leads from `outputSize` to x, ValueError for options out
 * of range
 * @example conv1dTranspose(ones([1, 50, 8]), ones([4, 2, 8]), { strides: 2, padding: 'same' }).shape // [1, 100, 2]
 */
export function conv1dTranspose<A extends Shape, F extends Shape>(
  x: Tensor<A>,
  filter: Tensor<F>,
  options: Conv1dTransposeOptions = {},
): Tensor<Conv1dTranspose<A, F>> {
  const op = 'conv1dTranspose';
  return scope(() => {
    const line: Tensor = floatThroughout(op, x);
    const taps: Tensor = floatThroughout(op, filter, 'filter');
    const [batchSize, size, outChannels] = transposedShape(op, line.shape, taps.shape, options, 1) as [
      number,
      number,
      number,
    ];
    const [, width, inChannels] = line.shape as readonly [number, number, number];
    const y: Tensor = conv2dTranspose(
      reshape(line, [batchSize, 1, width, inChannels]),
      reshape(taps, [1, taps.shape[0] as number, outChannels, inChannels]),
      { strides: [1, options.strides ?? 1], padding: options.padding ?? 'valid', outputSize: [1, size] },
    );
    return reshape(y, [batchSize, size, outChannels]);
  }) as Tensor<Conv1dTranspose<A, F>>;
}
