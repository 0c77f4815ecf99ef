/** What the reader has set. */
export interface Settings {
  /** Examples of the test set. */
  readonly testCount: number;
  readonly seed: number;
}

/** What is drawn. */
export interface View {
  /** The share that each net tried so far gets right in the test. */
  readonly tried: Float32Array;
  /** After each try: what the best so far gets right in the test, and on fresh examples. */
  readonly best: Float32Array;
  readonly fresh: Float32Array;
}

export const freshCount = 2000;
/** Looks at the test set. */
export const tryCount = 50;
