/** What the reader has set. */
export interface Settings {
  /** Edge of the picture, in pixels. */
  readonly edge: number;
  readonly neurons: number;
  readonly filters: number;
  /** Edge of a filter. */
  readonly filterSize: number;
}

/** What a layer needs. */
export interface Need {
  readonly parameters: number;
  /** Multiplications for one picture, each with its addition. */
  readonly multiplyAdds: number;
  /** What it gives. */
  readonly outputs: number;
  readonly summary: string;
}

/** A layer that sees all pixels at once, and one with filters. */
export interface View {
  readonly dense: Need;
  readonly conv: Need;
}
