/** What is added to the loss; decay shrinks the weights beside the loss. */
export type PenaltyName = 'none' | 'l1' | 'l2' | 'decay';
export type OptimizerName = 'sgd' | 'adam';

/** What the reader has set. */
export interface Settings {
  readonly penalty: PenaltyName;
  readonly strength: number;
  readonly optimizer: OptimizerName;
  readonly seed: number;
}

/** What is drawn. */
export interface View {
  readonly weights: Float32Array;
  /** The mean squared error of training. */
  readonly loss: number;
  /** What the penalty adds to it. */
  readonly complexity: number;
  readonly testLoss: number;
  /** The mean squared error over the two weights of {@link pair}, the others as they are; the first row at the top. */
  readonly surface: Float32Array;
}

/** The weights that the data were made with: of the other features nothing depends on any. */
export const truth = [2, -1.6, 1.2, -1, 0.8] as const;
export const featureCount = 20;
export const trainingCount = 60;
export const testCount = 500;
/** One feature that counts and one that does not. */
export const pair = [4, 5] as const;
export const surfaceSize = 40;
export const surfaceBound = 1.5;
/** A weight nearer to 0 is counted as gone. */
export const zero = 1e-6;
