/** Twelve activations, as layers know them. */
export const names = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'swish',
  'softplus',
  'sigmoid',
  'hardSigmoid',
  'tanh',
  'softsign',
] as const;

/** What the reader has set. */
export interface Settings {
  /** The sum that all of them are given. */
  readonly sum: number;
}

/** What is drawn: rows of activations, columns of {@link inputs}. */
export interface View {
  readonly curves: Float32Array;
  readonly slopes: Float32Array;
  /** At the sum, one for each. */
  readonly outputs: Float32Array;
  readonly outputSlopes: Float32Array;
}

/** The curves are drawn for sums as far as this. */
export const bound = 4;
export const inputs = Array.from({ length: 81 }, (_, i) => (i / 40 - 1) * bound);
