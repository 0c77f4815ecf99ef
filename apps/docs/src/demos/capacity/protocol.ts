/** What the reader has set. */
export interface Settings {
  /** Hidden neurons. */
  readonly width: number;
  /** Points to learn from. */
  readonly count: number;
  /** Standard deviation of what is added to the sine. */
  readonly noise: number;
}

/** What is drawn. */
export interface View {
  /** x and y of the first data set. */
  readonly points: Float32Array;
  /** The fit to each data set at {@link inputs}, one after the other. */
  readonly fits: Float32Array;
  /** The middle of the training and test errors, for every one of {@link widths}. */
  readonly trainingErrors: Float32Array;
  readonly testErrors: Float32Array;
  /** The same for the width that is set. */
  readonly trainingError: number;
  readonly testError: number;
  /** How far the mean fit is from the sine: mean square over the inputs. */
  readonly bias: number;
  /** How far fits are from the mean fit, likewise. */
  readonly variance: number;
}

/** Data sets that are drawn anew. */
export const setCount = 20;
export const testCount = 200;
export const mostNeurons = 300;
/** Where the fits are drawn. */
export const inputs = Array.from({ length: 101 }, (_, i) => i / 100);
/** The widths of the sweep: about evenly spread over their logarithms, denser where it matters. */
export const widths = [
  1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 19, 20, 21, 22, 24, 27, 30, 35, 40, 50, 60, 80, 100, 140, 200,
  300,
] as const;
