import { Unsupported } from './unsupported.js';

/** A size that depends on the batch: `times` · batch + `plus`. */
export interface BatchSize {
  readonly times: number;
  readonly plus: number;
}

/** Size of an axis: known, or by the batch. */
export type Size = number | BatchSize;

/** Sizes of the axes of a value. */
export type Sizes = readonly Size[];

/** The size that is `a` for a batch of `batches[0]` and `b` for one of `batches[1]`. */
export function sizeOver([a, b]: readonly [number, number], batches: readonly [number, number]): Size {
  if (a === b) return a;
  const times = (b - a) / (batches[1] - batches[0]);
  const plus = a - times * batches[0];
  if (Number.isInteger(times)) return { times, plus };
  throw new Unsupported(`has an axis that grows by ${times} with each example`);
}

/** Whether two sizes are the same for every batch. */
export function sameSize(a: Size | undefined, b: Size | undefined): boolean {
  if (typeof a === 'object' && typeof b === 'object') return a.times === b.times && a.plus === b.plus;
  return a === b;
}

/**
 * A size that the batch has no part in.
 * @throws Unsupported for one that it has
 */
export function known(size: Size | undefined): number {
  if (typeof size === 'number') return size;
  throw new Unsupported('needs a size that depends on the batch');
}

/** Sizes, all of them known. */
export function knownSizes(sizes: Sizes): number[] {
  return sizes.map(known);
}

/** How a size is called in a file: `batch`, `2*batch`, `batch+1`. */
export function sizeName({ times, plus }: BatchSize): string {
  const product = times === 1 ? 'batch' : `${times}*batch`;
  return plus === 0 ? product : `${product}${plus > 0 ? '+' : ''}${plus}`;
}
