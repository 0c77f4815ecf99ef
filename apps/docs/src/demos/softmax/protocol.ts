/** What the reader has set: a logit for each of three classes, and which is right. */
export interface Settings {
  readonly z1: number;
  readonly z2: number;
  readonly z3: number;
  readonly y: '1' | '2' | '3';
}

/** What is drawn. */
export interface View {
  readonly probabilities: Float32Array;
  readonly loss: number;
  /** The derivative of the loss by each logit. */
  readonly slopes: Float32Array;
}

/** Logits go this far. */
export const bound = 5;
export const classCount = 3;
