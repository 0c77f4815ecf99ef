/** Two classes of points. */
export type DataName = 'xor' | 'circle' | 'gauss' | 'spiral' | 'none';
/** Activations of hidden neurons. */
export type HiddenActivation = 'tanh' | 'relu' | 'sigmoid' | 'linear';

/** What the reader has set. */
export interface Settings {
  readonly data: DataName;
  /** Neurons of each hidden layer; 0: a single neuron, without a hidden layer. */
  readonly width: number;
  /** Hidden layers. */
  readonly depth: number;
  readonly g: HiddenActivation;
  /** Of the weights at the start. */
  readonly seed: number;
  /** The reader's own points: x, y, class. */
  readonly own: readonly number[];
}

/** Why more steps are of no use. */
export type End = 'solved' | 'stuck';

/** What is drawn. */
export interface View {
  /** x, y, class of each point. */
  readonly points: Float32Array;
  /** The logit over the plane, the first row at the top. */
  readonly map: Float32Array;
  /** Of each neuron of the first hidden layer, or of the single one: w1, w2, bias, and its weight in the output. */
  readonly lines: Float32Array;
  /** Where the last hidden layer puts the points: x, y, class. x is the logit over the largest. */
  readonly folded: Float32Array;
  /** Where it puts the grid of {@link gridAt}: x, y, row by row. */
  readonly foldedGrid: Float32Array;
  /** Pieces of the plane with the same hidden neurons above the middle of their activation. */
  readonly regionCount: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** The plane reaches this far. */
export const bound = 6;
/** Rows and columns of the map. */
export const mapSize = 61;
/** Every this many-th row and column of the map is a line of the grid. */
export const gridEvery = 5;
/** Points in a data set. */
export const pointCount = 200;
