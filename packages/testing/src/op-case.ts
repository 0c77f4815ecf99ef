import type { DType, Tensor } from '@descent/core';

/** One input of a case: given values, or seeded random ones between two bounds. */
export interface CaseInput {
  readonly shape: readonly number[];
  /** Default 'float32'. */
  readonly dtype?: DType;
  /** Row-major; leave out for random ones. */
  readonly values?: readonly number[];
  /** Bounds of random values; default −2 to 2, for int32 −5 to 5 (whole), for bool 0 and 1. */
  readonly from?: number;
  readonly to?: number;
}

/** One call of an op that every backend must compute as the reference kernels do. */
export interface OpCase {
  /** The op and what is special about the call: `matmul: batch broadcasts`. */
  readonly name: string;
  readonly inputs: readonly CaseInput[];
  /** The call. */
  run(...inputs: Tensor[]): Tensor;
  /**
   * Whether the gradients of the float32 inputs are checked: against central differences on the reference
   * backend, against the reference on others. Default true where the result is float32; set false with values
   * at kinks, infinities and NaN.
   */
  readonly gradients?: boolean;
}
