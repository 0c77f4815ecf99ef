/** A factor of a product of matrices: a, whose lines are the product's rows, or b, whose lines are its columns. */
export interface Factor {
  /** The function that reads it: `x0`, `x1`, `t0`. */
  readonly read: string;
  /** WGSL: the body of a function of `z: u32, i: u32, t: u32` that returns, as i32, the first place of line i's run t. */
  readonly start: string;
  /** Elements from one place of a run to the next. */
  readonly step: number;
  /** Whether −1 is returned for runs in which the whole line is 0. Default false. */
  readonly hasGaps?: boolean;
  /** What lies next to an element in memory: the next place of its run, or the same of the next line. */
  readonly along: 'run' | 'lines';
  /** Whether four neighbours do, and in a place that is a multiple of four, from every place or line that is one. */
  readonly isInFours: boolean;
}

/**
 * A product of matrices whose elements lie anywhere in their buffers: c[z, i, j] = Σ a[z, i, t, k] · b[z, j, t, k] over runs t
 * and places k of a run. Matrix products have runs only to be cut at; convolutions one for each tap of the filter.
 */
export interface MatrixProduct {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly runs: number;
  /** Places of a run. */
  readonly depth: number;
  /** Places of all runs together, where the last run is shorter. Default: runs · depth. */
  readonly total?: number;
  readonly a: Factor;
  readonly b: Factor;
}

/** WGSL functions `start_a` and `start_b` of a product. */
export function startsOf({ a, b }: MatrixProduct): string {
  const start = (name: string, factor: Factor) =>
    `fn start_${name}(z: u32, i: u32, t: u32) -> i32 {\n  ${factor.start}\n}`;
  return `${start('a', a)}\n${start('b', b)}`;
}
