import type { DType } from '../../dtype.js';
import { defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../../kernel.js';
import type { Tensor } from '../../tensor.js';
import { forEachLane } from './lanes.js';

/** Options of the ops that accumulate along an axis. */
export interface ScanOptions {
  /** Leave each element itself out, so that the first result is that of nothing. Default false. */
  readonly exclusive?: boolean;
  /** Go from the last element to the first. Default false. */
  readonly reverse?: boolean;
}

/** Attributes of the kernels that accumulate along an axis. */
export type ScanAttrs = {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
};

/** What an accumulating kernel needs beyond walking along the axis. */
export interface ScanKernel {
  readonly name: string;
  readonly op: string;
  /** The result of nothing. */
  readonly start: number;
  /** The result so far and the next element, as one of `dtype`. */
  join(total: number, x: number, dtype: DType): number;
  gradient(dy: Tensor, x: Tensor, attrs: ScanAttrs): Tensor;
}

/** Defines a kernel that puts at each place of an axis what all elements up to there come to. */
/* @__NO_SIDE_EFFECTS__ */
export function defineScan({ name, op, start, join, gradient }: ScanKernel): Kernel<ScanAttrs> {
  return defineKernel<ScanAttrs>({
    name,
    op,
    outputs: ([x]) => [x as TensorSpec],
    reference([x], [out], { axis, exclusive, reverse }) {
      const { shape, values, dtype } = x as HostTensor;
      const to = (out as HostTensor).values;
      forEachLane(shape, axis, (_lane, offset, stride, count) => {
        let total = start;
        for (let i = 0; i < count; i++) {
          const at = offset + (reverse ? count - 1 - i : i) * stride;
          const next = join(total, values[at] as number, dtype);
          to[at] = exclusive ? total : next;
          total = next;
        }
      });
    },
    gradient: ([dy], { inputs: [x], attrs }) => [gradient(dy as Tensor, x as Tensor, attrs)],
  });
}
