/** What the reader has set. */
export interface Settings {
  /** The share of hidden units that a step leaves out, on average. */
  readonly rate: number;
  /** Nets with units left out whose mean is taken. */
  readonly maskCount: number;
  readonly seed: number;
}

/** What is drawn. */
export interface View {
  /** What the last step multiplied each hidden unit by: 0, or 1 / (1 − rate). */
  readonly mask: Float32Array;
  /** The weights of the net: two rows of the hidden layer, then those of the output. */
  readonly weights: Float32Array;
  /** The logits of {@link tileCount} nets with units left out, one after the other; the first row at the top. */
  readonly tiles: Float32Array;
  /** The mean logit of as many of them as are asked for. */
  readonly mean: Float32Array;
  /** The logit of the whole net, as it is used. */
  readonly inference: Float32Array;
  readonly trainingLoss: number;
  readonly testLoss: number;
  /** The largest difference of both maps, and the mean size of the whole net's logits, to compare it with. */
  readonly difference: number;
  readonly size: number;
}

export const unitCount = 12;
export const tileCount = 16;
export const mapSize = 24;
export const bound = 6;
