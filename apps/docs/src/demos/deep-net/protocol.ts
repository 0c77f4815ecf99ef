/** Activations that a deep net may have. */
export type DeepActivation = 'sigmoid' | 'tanh' | 'relu';
/** How its weights begin: normal with a deviation of the reader's, or suited to the width. */
export type DeepInitializer = 'normal' | 'glorot' | 'he';

/** What the reader has set. Each change begins anew. */
export interface Settings {
  /** Dense layers, the last one with its single output counted. */
  readonly depth: number;
  readonly g: DeepActivation;
  readonly initializer: DeepInitializer;
  /** Standard deviation of the weights of the `normal` initializer. */
  readonly deviation: number;
  /** Whether each hidden layer adds to what it was given. */
  readonly residual: boolean;
  readonly batchNorm: boolean;
  readonly rate: number;
  /** The longest gradient that a step follows, over all layers together; undefined for any. */
  readonly clip: number | undefined;
}

/** The net after a step. Numbers of layers are from first to last. */
export interface View {
  readonly loss: number;
  /** Share of the examples whose class it finds. */
  readonly accuracy: number;
  /** Norms of the gradients of kernel and bias. */
  readonly norms: Float32Array;
  /** Norms of kernel and bias. */
  readonly weights: Float32Array;
  /** Shares of pre-activations where g is flat. */
  readonly flat: Float32Array;
  /** Shares of outputs in bins from −outputBound to outputBound, layer by layer; what lies further out counts in the last ones. */
  readonly outputs: Float32Array;
  /** Losses and norms after each of the last steps, this one included; norms step by step. */
  readonly pastLosses: Float32Array;
  readonly pastNorms: Float32Array;
  /** Where the numbers ended, once the loss is not finite. */
  readonly failure: Failure | undefined;
}

/** A loss that is not finite. */
export interface Failure {
  /** The first layer whose output is not finite, from 1; undefined where all are. */
  readonly layer: number | undefined;
  /** What `fit` says of the same training. */
  readonly fit: string | undefined;
}

/** Units of a hidden layer. */
export const width = 16;
/** Examples of class 0 and class 1. */
export const classCounts = [60, 40] as const;
export const exampleCount = classCounts[0] + classCounts[1];
/** Steps that are remembered. */
export const pastCount = 150;
export const outputBound = 3;
export const binCount = 25;
