/** How the learning rate goes on. */
export type ScheduleName = 'constant' | 'step' | 'exponential' | 'cosine';

/** What the reader has set. */
export interface Settings {
  /** Steps without a better validation loss after which training stops: a whole number as text; 0: never. */
  readonly patience: string;
  readonly schedule: ScheduleName;
  readonly learningRate: number;
  readonly seed: number;
}

/** Goes to the weights of the best validation loss. */
export type Act = 'best';

export type End = 'done' | 'stopped';

/** What is drawn. */
export interface View {
  /** x, y, class of the points that are learned. */
  readonly points: Float32Array;
  /** The logit over the plane, the first row at the top. */
  readonly map: Float32Array;
  /** Step, training loss, validation loss. */
  readonly history: Float32Array;
  /** Step, learning rate. */
  readonly rates: Float32Array;
  /** The step whose weights the net has. */
  readonly at: number;
  readonly bestStep: number;
  readonly bestLoss: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

export const bound = 6;
export const mapSize = 60;
export const lastStep = 600;
/** Steps between two looks at the validation points. */
export const lookEvery = 5;
