import type { DType } from '../../dtype.js';
import { ShapeError } from '../../errors.js';
import {
  type Attrs,
  defineKernel,
  type GradientContext,
  type HostTensor,
  type Kernel,
  type TensorSpec,
} from '../../kernel.js';
import { reducedShape, resolveAxes, type Shape, showShape, stridesOf } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../reshape.js';
import { checkOptions } from './check-options.js';

/** Options of the ops that reduce axes. */
export interface ReduceOptions<K extends boolean = boolean> {
  /** Keep the reduced axes with size 1. Default false. */
  readonly keepDims?: K;
}

/**
 * Whether a reduction's options keep the axes.
 * @throws ValueError for other options
 */
export function keepsDims(op: string, options: ReduceOptions): boolean {
  return checkOptions(op, options, ['keepDims']).keepDims ?? false;
}

/** What a reducing kernel needs beyond walking over the axes. */
export interface ReductionKernel<A extends Attrs> {
  readonly name: string;
  readonly op: string;
  /** The reduced axes, sorted, non-negative. */
  axesOf(attrs: A): readonly number[];
  keepDimsOf(attrs: A): boolean;
  /** The value of one output element from the `count` input elements of `dtype` it stands for, in order. */
  reduce(at: (i: number) => number, count: number, dtype: DType): number;
  /** Dtype of the result; default: that of the input. */
  readonly dtype?: DType;
  gradient?(dy: Tensor, context: GradientContext<A>): Tensor;
}

/** Defines a kernel that reduces axes. */
/* @__NO_SIDE_EFFECTS__ */
export function defineReduction<A extends Attrs>(kernel: ReductionKernel<A>): Kernel<A> {
  const { name, op, axesOf, keepDimsOf, reduce, dtype, gradient } = kernel;
  return defineKernel<A>({
    name,
    op,
    outputs: ([x], attrs) => {
      const { shape, dtype: same } = x as TensorSpec;
      return [{ shape: reducedShape(shape, axesOf(attrs), keepDimsOf(attrs)), dtype: dtype ?? same }];
    },
    reference([x], [out], attrs) {
      const { shape, values, dtype: kind } = x as HostTensor;
      const axes = axesOf(attrs);
      const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
      const starts = offsetsAlong(shape, kept);
      const steps = offsetsAlong(shape, axes);
      const to = (out as HostTensor).values;
      for (let i = 0; i < to.length; i++) {
        const start = starts[i] as number;
        to[i] = reduce((k) => values[start + (steps[k] as number)] as number, steps.length, kind);
      }
    },
    ...(gradient && { gradient: ([dy], context) => [gradient(dy as Tensor, context)] }),
  });
}

/** Flat offsets of all positions along some axes, the others at 0, row-major. */
function offsetsAlong(shape: Shape, axes: readonly number[]): number[] {
  const strides = stridesOf(shape);
  let offsets = [0];
  for (const axis of axes) {
    const n = shape[axis] as number;
    const stride = strides[axis] as number;
    offsets = offsets.flatMap((offset) => Array.from({ length: n }, (_, i) => offset + i * stride));
  }
  return offsets;
}

/** A reduced gradient with size-1 axes where the input was reduced, ready to broadcast. */
export function withReducedAxes(dy: Tensor, inputShape: Shape, axes: readonly number[]): Tensor {
  return reshape(dy, reducedShape(inputShape, axes, true));
}

/**
 * Axes for a reduction that has no value on an empty range (max, min, argMax).
 * @throws ShapeError when a reduced axis has size 0
 */
export function nonEmptyAxes(
  op: string,
  shape: Shape,
  axis: number | readonly number[] | undefined,
): number[] {
  const axes = resolveAxes(op, axis, shape.length);
  const empty = axes.find((a) => shape[a] === 0);
  if (empty === undefined) return axes;
  throw new ShapeError(`${op}: axis ${empty} of ${showShape(shape)} is empty, and no element is the answer`);
}
