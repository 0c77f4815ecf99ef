/** What the reader has set: a number that is multiplied by the same weight again and again, and a step. */
export interface Settings {
  readonly w: number;
  /** How often. */
  readonly length: number;
  readonly rate: number;
  readonly clipping: boolean;
  /** The longest gradient that is followed. */
  readonly limit: number;
}

/** What follows. */
export interface View {
  /** The loss over {@link inputs}. */
  readonly curve: Float32Array;
  readonly loss: number;
  readonly gradient: number;
  /** Where a step of `sgd` leads, as it is set and without clipping. */
  readonly landing: number;
  readonly free: number;
}

/** The picture shows these weights. */
export const from = 0.8;
export const to = 1.2;
export const inputs = Array.from({ length: 201 }, (_, i) => from + ((to - from) * i) / 200);
