import { scope } from '../../scope.js';
import type { Tensor } from '../../tensor.js';
import { type Padding, sizesOf, type WindowAxis, windowAxes } from '../../window-axes.js';
import { reshape } from '../reshape.js';
import { checkOptions } from './check-options.js';
import { floatThroughout } from './operands.js';
import type { Pool1dOptions, PoolOptions } from './pooling.js';

/** Options of a 2-D window that goes along a line: an image of one row. */
interface LineOptions {
  readonly strides: readonly [1, number];
  readonly dilations: readonly [1, number];
  readonly padding: Padding;
}

/** Runs a 2-D op on x of [batch, width, channels] as images of one row. */
export function alongLine(
  x: Tensor,
  { stride, dilation, before, after, out }: WindowAxis,
  run: (images: Tensor, options: LineOptions) => Tensor,
): Tensor {
  const [batchSize, width, channels] = x.shape as readonly [number, number, number];
  const y = run(reshape(x, [batchSize, 1, width, channels]), {
    strides: [1, stride],
    dilations: [1, dilation],
    padding: [
      [0, 0],
      [0, 0],
      [before, after],
      [0, 0],
    ],
  });
  return reshape(y, [batchSize, out, y.shape[3] as number]);
}

/** Pools x of [batch, width, channels] by a 2-D pooling op. */
export function poolLine(
  op: string,
  x: Tensor,
  windowSize: number,
  options: Pool1dOptions,
  pool: (images: Tensor, windowSize: readonly [number, number], options: PoolOptions) => Tensor,
): Tensor {
  const { strides = windowSize, padding = 'valid' } = checkOptions(op, options, ['strides', 'padding']);
  return scope(() => {
    const line = floatThroughout(op, x);
    const [window] = sizesOf(op, 'windowSize', windowSize, 1) as [number];
    const [axis] = windowAxes(op, line.shape, { window, strides, dilations: 1, pad: padding }, 1);
    return alongLine(line, axis, (images, given) =>
      pool(images, [1, window], { strides: given.strides, padding: given.padding }),
    );
  });
}
