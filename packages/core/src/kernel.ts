import type { DType, TypedArray } from './dtype.js';
import type { Shape } from './shape.js';
import type { Tensor } from './tensor.js';

/** A value that fits into a kernel's attributes: plain data, so that a captured program can be posted or saved. */
export type Attr = string | number | boolean | undefined | readonly Attr[];

/** Options of one kernel call, as plain data. */
export type Attrs = { readonly [name: string]: Attr };

/** Shape and dtype of a kernel's input or output. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A host array with its spec, as reference kernels see inputs and outputs. */
export interface HostTensor<T extends TypedArray = TypedArray> extends TensorSpec {
  readonly values: T;
}

/** What a gradient function is given: the call that it differentiates. */
export interface GradientContext<A extends Attrs> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attrs: A;
}

/**
 * One kernel of the vocabulary: its output rule, its gradient and its plain-TypeScript definition.
 * The name, the order of inputs and the attributes are TensorFlow.js' where it has such a kernel.
 */
export interface Kernel<A extends Attrs = Attrs> {
  /** Name in the vocabulary, such as `BatchMatMul`. */
  readonly name: string;
  /** The public op that it belongs to, such as `matmul`: what messages call it. */
  readonly op: string;
  /**
   * Shapes and dtypes of the outputs. May assume what the op checked; must hold for any inputs that the
   * op lets through, abstract ones too.
   */
  outputs(inputs: readonly TensorSpec[], attrs: A): readonly TensorSpec[];
  /**
   * The definition in plain TypeScript: fills `outputs` (zeroed) from `inputs`. Slow, exact, readable.
   */
  reference(inputs: readonly HostTensor[], outputs: readonly HostTensor[], attrs: A): void;
  /**
   * Gradients of the inputs from gradients of the outputs, made of ops, so that it can be differentiated
   * again. `undefined` for an input means that no gradient flows there. Absent: the kernel has none.
   */
  gradient?(gradients: readonly Tensor[], context: GradientContext<A>): readonly (Tensor | undefined)[];
  /** The output shares the input's buffer (reshape): core aliases it and no backend is asked. */
  readonly alias?: true;
}

/** Types a kernel definition by its attributes; does nothing else. */
/* @__NO_SIDE_EFFECTS__ */
export function defineKernel<A extends Attrs>(kernel: Kernel<A>): Kernel<A> {
  return kernel;
}
