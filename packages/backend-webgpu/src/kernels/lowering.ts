import type { Attrs, TensorSpec } from '@descent/core';
import type { DeviceTraits, Lowered } from '../shader/pass.js';

/** Shapes, dtypes and attributes of a call. */
export interface CallSpec<A extends Attrs = Attrs> {
  readonly inputs: readonly TensorSpec[];
  readonly attrs: A;
  readonly outputs: readonly TensorSpec[];
}

/**
 * A kernel whose result's elements depend on one element of each operand, which broadcast. Such kernels are fused.
 */
export interface Pointwise<A extends Attrs = Attrs> {
  /**
   * WGSL of one element.
   * @param operands - WGSL of the operands' elements, of the types of `valueType`; safe to repeat and to compose
   */
  element(operands: readonly string[], call: CallSpec<A>): string;
}

/** A kernel with shaders of its own. */
export interface Rooted<A extends Attrs = Attrs> {
  /** How to compute a call. Its single output may be taken on by pointwise kernels where it is put. */
  lower(call: CallSpec<A>, traits: DeviceTraits): Lowered;
  /** Why it cannot make a call, if it cannot. */
  refuses?(call: CallSpec<A>): string | undefined;
}

export type Lowering<A extends Attrs = Attrs> = Pointwise<A> | Rooted<A>;

/** True for kernels that are fused with others. */
export function isPointwise(lowering: Lowering): lowering is Pointwise {
  return 'element' in lowering;
}
