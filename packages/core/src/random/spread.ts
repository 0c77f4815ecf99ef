import { describeValue } from '../describe-value.js';
import { ValueError } from '../errors.js';
import { add } from '../ops/add.js';
import { mul } from '../ops/mul.js';
import type { Tensor } from '../tensor.js';

/** @throws ValueError unless both are finite and stddev ≥ 0 */
export function checkSpread(op: string, mean: number, stddev: number): void {
  if (Number.isFinite(mean) && Number.isFinite(stddev) && stddev >= 0) return;
  throw new ValueError(
    `${op}: expects a finite mean and a finite stddev >= 0, got ${describeValue(mean)} and ${describeValue(stddev)}`,
  );
}

/** Standard normal numbers with another mean and standard deviation. */
export function spread(z: Tensor, mean: number, stddev: number): Tensor {
  return mean === 0 && stddev === 1 ? z : (add(mul(z, stddev) as Tensor, mean) as Tensor);
}
