/** What the reader has set: a class and a logit for each of four examples, row by row. */
export interface Settings {
  readonly examples: readonly number[];
}

/** What is shown: one for each example. */
export interface View {
  readonly probabilities: Float32Array;
  /** (y − y′)². */
  readonly squared: Float32Array;
  /** −y log y′ − (1 − y) log(1 − y′), as it stands. */
  readonly naive: Float32Array;
  /** The same with y′ kept from 0 and 1. */
  readonly clipped: Float32Array;
  /** From the logits. */
  readonly exact: Float32Array;
  /** Over all examples: MSE, sum of the log losses from logits, their mean. */
  readonly totals: Float32Array;
}
