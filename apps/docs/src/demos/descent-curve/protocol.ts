/** The curve: heights of its knots, which lie one apart. */
export type Knots = readonly number[];

/** What the reader has set. */
export interface Settings {
  readonly knots: Knots;
  readonly rate: number;
  /** Where the ball begins. */
  readonly start: number;
}

/** What is drawn. */
export interface View {
  readonly x: number;
  readonly loss: number;
  /** The derivative at x, by autograd. */
  readonly slope: number;
  /** Where the ball has been since the last view, the current place last. */
  readonly path: Float32Array;
  /** It was placed anew: what was drawn of its way before is over. */
  readonly isPlaced: boolean;
}

/** Nine knots lie at −4, −3, … 4. */
export const firstKnot = -4;

/** The part of the plane that is drawn. */
export const bounds = { x: 5, y: 5 } as const;

/** Curves to begin with. */
export const curves = {
  parabola: [4, 2.25, 1, 0.25, 0, 0.25, 1, 2.25, 4],
  wavy: [4, 1.2, -0.5, 1.6, 3, 1, -2.5, -1, 3.5],
  flat: [4, 1.6, 0.6, 0.35, 0.25, 0.15, 0.05, -0.6, -2.5],
} as const satisfies Record<string, Knots>;

export type CurveName = keyof typeof curves;

/** Where the ball begins on each. */
export const starts: Readonly<Record<CurveName, number>> = { parabola: -3.4, wavy: -3.6, flat: -3.2 };
