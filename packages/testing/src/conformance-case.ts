import type { Backend } from '@descent/core';
import type { Outcome } from './agreement.js';
import type { Tolerance } from './close.js';

/** Something that every backend must compute as the reference kernels do. */
export interface ConformanceCase {
  /** The subject and what is special about the case: `op conv2d: strides 2`. */
  readonly name: string;
  /** What the case is about, such as `op conv2d`. */
  readonly subject: string;
  /** Computes on the backend in use and leaves nothing there. Reads without blocking. */
  outcome(): Promise<Outcome>;
  /** What must hold on the backend besides. */
  also?(backend: Backend): void;
  /** Where the case needs another one than the backend. */
  readonly tolerance?: Tolerance;
  /** The reference kernels take seconds: the CPU's, which they vouch for, say what is right unless all is tried. */
  readonly isLong?: boolean;
  /** The reference kernels take minutes: the CPU's say what is right. */
  readonly isLongest?: boolean;
}
