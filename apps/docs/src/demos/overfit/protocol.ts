/** What the reader has set. */
export interface Settings {
  /** Neurons of each of the two hidden layers. */
  readonly width: number;
  /** Points to learn from. */
  readonly count: number;
  /** The share of points with the wrong class. */
  readonly noise: number;
  /** Classes are drawn by a coin: there is nothing to learn. */
  readonly random: boolean;
  readonly seed: number;
}

/** What is drawn. */
export interface View {
  /** x, y, class of the points that are learned. */
  readonly points: Float32Array;
  /** The same of those that are only tested on. */
  readonly testPoints: Float32Array;
  /** The logit over the plane, the first row at the top. */
  readonly map: Float32Array;
  /** Step, training loss, test loss. */
  readonly history: Float32Array;
  readonly trainingLoss: number;
  readonly testLoss: number;
  readonly trainingAccuracy: number;
  readonly testAccuracy: number;
  readonly parameterCount: number;
}

export const bound = 6;
export const mapSize = 60;
export const testCount = 500;
/** Every net is trained for as long, so that they can be compared. */
export const lastStep = 1000;
