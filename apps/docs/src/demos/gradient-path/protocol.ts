/** Activations of the neurons of the path. */
export type PathActivation = 'sigmoid' | 'tanh' | 'relu' | 'linear';

/** What the reader has set: a chain of neurons with one input each, all with the same weight and bias. */
export interface Settings {
  readonly depth: number;
  readonly g: PathActivation;
  readonly weight: number;
  readonly bias: number;
}

/** What goes on along the path. Numbers of neurons are from first to last. */
export interface View {
  /** w · g′(in) of each neuron. */
  readonly factors: Float32Array;
  /** ∂output/∂(output of the neuron before), by autograd: all factors from there on, in 32 bits. */
  readonly gradients: Float32Array;
  /** The same products in 64 bits. */
  readonly products: Float64Array;
}

/** What the first neuron is given. */
export const start = 0.5;
