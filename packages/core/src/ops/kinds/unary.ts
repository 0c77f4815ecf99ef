import type { DType } from '../../dtype.js';
import { type Attrs, defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../../kernel.js';
import type { Tensor } from '../../tensor.js';

/** What an elementwise kernel of one input needs. */
export interface UnaryKernel<A extends Attrs> {
  readonly name: string;
  readonly op: string;
  /** One element. */
  compute(x: number, attrs: A): number;
  /** Dtype of the result; default: that of the input. */
  readonly dtype?: DType;
  /** Gradient of the input. Absent: the kernel is flat, and none flows. */
  gradient?(dy: Tensor, x: Tensor, y: Tensor, attrs: A): Tensor;
}

/** Defines an elementwise kernel of one input. */
export function defineUnary<A extends Attrs = Attrs>({
  name,
  op,
  compute,
  dtype,
  gradient,
}: UnaryKernel<A>): Kernel<A> {
  return defineKernel<A>({
    name,
    op,
    outputs: ([x]) => {
      const { shape, dtype: same } = x as TensorSpec;
      return [{ shape, dtype: dtype ?? same }];
    },
    reference([x], [out], attrs) {
      const [from, to] = [(x as HostTensor).values, (out as HostTensor).values];
      for (let i = 0; i < to.length; i++) to[i] = compute(from[i] as number, attrs);
    },
    gradient: ([dy], { inputs: [x], outputs: [y], attrs }) => [
      gradient?.(dy as Tensor, x as Tensor, y as Tensor, attrs),
    ],
  });
}
