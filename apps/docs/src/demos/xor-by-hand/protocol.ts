/** What the reader has set: two lines by direction and distance, and how the output weighs their neurons. */
export interface Settings {
  /** Degrees, counted against the clock from the first axis. */
  readonly angle1: number;
  readonly distance1: number;
  readonly angle2: number;
  readonly distance2: number;
  readonly v1: number;
  readonly v2: number;
  readonly v0: number;
}

/** What is drawn. */
export interface View {
  /** The output over the plane of the inputs, the first row at the top. */
  readonly map: Float32Array;
  /** The output over the plane of the hidden neurons. */
  readonly hiddenMap: Float32Array;
  /** h1, h2 of each of {@link corners}. */
  readonly hidden: Float32Array;
  /** The output for each. */
  readonly outputs: Float32Array;
}

/** Exclusive or: one of both, but not both. x, y, class. */
export const corners = [
  [-1, -1, 0],
  [-1, 1, 1],
  [1, -1, 1],
  [1, 1, 0],
] as const;

/** How steep the neurons are at their lines. */
export const steepness = 4;
export const bound = 2;
export const hiddenBound = 1.4;
export const mapSize = 50;
