/** Activations that the layer may have. */
export const activationNames = ['sigmoid', 'tanh', 'relu', 'linear', 'softmax'] as const;
export type LayerActivation = (typeof activationNames)[number];

/** What the reader has set. */
export interface Settings {
  readonly a1: number;
  readonly a2: number;
  /** Rows: bias, a1, a2; columns: the three neurons. */
  readonly weights: readonly number[];
  readonly g: LayerActivation;
  /** The sums are divided by it before g. */
  readonly temperature: number;
}

/** What is drawn, one for each neuron. */
export interface View {
  readonly sums: Float32Array;
  readonly outputs: Float32Array;
}

export const neuronCount = 3;
