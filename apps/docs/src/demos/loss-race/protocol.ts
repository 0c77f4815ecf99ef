/** What the reader has set. */
export interface Settings {
  readonly rate: number;
  /** The bias that both neurons begin with. */
  readonly bias: number;
  /** Some examples have the wrong class. */
  readonly noise: boolean;
}

/** A neuron of one input, and how it does. */
export interface Racer {
  readonly weight: number;
  readonly bias: number;
  /** By its own measure. */
  readonly loss: number;
  /** The share of examples whose given class it finds. */
  readonly accuracy: number;
}

/** What is drawn. */
export interface View {
  readonly squared: Racer;
  readonly log: Racer;
  /** y′ of each along {@link inputs}. */
  readonly squaredCurve: Float32Array;
  readonly logCurve: Float32Array;
}

export const bound = 3;
export const inputs = Array.from({ length: 61 }, (_, i) => (i / 30 - 1) * bound);
/** Both begin with this weight. */
export const startWeight = 0;

/** 40 examples: class 1 at the right, with a narrow gap between the classes. */
export const examples: readonly { readonly x: number; readonly y: 0 | 1 }[] = Array.from(
  { length: 40 },
  (_, i) => {
    const x = (i < 20 ? -1 : 1) * (0.15 + (2.6 * (i % 20)) / 19);
    return { x, y: x > 0 ? 1 : 0 };
  },
);

/** The same where three of the far right have the wrong class. */
export const noisyExamples = examples.map((example, i) =>
  i >= 37 ? { ...example, y: 0 as const } : example,
);
