/** What a thing of Descent and its counterpart in tfjs-layers give for the same inputs and weights. */
export interface Comparison {
  /** What Descent calls it. */
  readonly ours: string;
  /** What tfjs-layers calls it. */
  readonly theirs: string;
  /** Which case this is, for the test's title. */
  readonly of?: string;
  /** What differs, for the page; the test shows that the numbers do. Descent gives those of Keras 3. */
  readonly differs?: string;
  /** How far numbers may lie apart, relatively. Default 1e-5, and 1e-6 absolutely. */
  readonly relative?: number;
  /** The numbers of both, in the same order. */
  run(): Promise<Numbers> | Numbers;
}

/** Numbers of both. */
export interface Numbers {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** The kinds of things that are compared, as sections of the page. */
export type Kind =
  | 'layers'
  | 'activations'
  | 'losses'
  | 'metrics'
  | 'optimizers'
  | 'initializers'
  | 'regularizers'
  | 'constraints';
