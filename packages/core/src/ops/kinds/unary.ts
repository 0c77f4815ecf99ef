import type { DType } from '../../dtype.js';
import { type Attrs, defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../../kernel.js';
import type { Tensor } from '../../tensor.js';

/** What an elementwise kernel of one input needs. */
export interface UnaryKernel<A extends Attrs> {
  readonly name: string;
  readonly op: string;
  /** One element of `dtype`. Results are rounded to the output's dtype when stored. */
  compute(x: number, attrs: A, dtype: DType): number;
  /** Dtype of the result; default: that of the input. */
  readonly dtype?: DType;
  /** Gradient of the input. Absent: the kernel is flat, and none flows. */
  gradient?(dy: Tensor, x: Tensor, y: Tensor, attrs: A): Tensor;
}

/** Defines an elementwise kernel of one input. */
/* @__NO_SIDE_EFFECTS__ */
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
      const { values: from, dtype: kind } = x as HostTensor;
      const to = (out as HostTensor).values;
      for (let i = 0; i < to.length; i++) to[i] = compute(from[i] as number, attrs, kind);
    },
    gradient: ([dy], { inputs: [x], outputs: [y], attrs }) => [
      gradient?.(dy as Tensor, x as Tensor, y as Tensor, attrs),
    ],
  });
}
