/** Units of each layer: 2 inputs, 2 hidden units, 1 or 2 outputs. */
export type NetName = '2-2-1' | '2-2-2';
/** g of every unit. */
export type ActivationName = 'sigmoid' | 'tanh' | 'relu';

/** What the reader has set. */
export interface Settings {
  readonly net: NetName;
  readonly activation: ActivationName;
  /** x: one example. */
  readonly inputs: readonly number[];
  /** y: one for each output. */
  readonly targets: readonly number[];
  /** α */
  readonly rate: number;
  readonly weights: Weights;
}

/** Of each layer a row-major matrix [1 + sources, units]. Its first row is that of a_0 = 1: the biases. */
export type Weights = readonly (readonly number[])[];

/** What a layer did with the example, unit by unit. */
export interface LayerView {
  /** in_j */
  readonly sums: readonly number[];
  /** a_j */
  readonly outputs: readonly number[];
  /** g'(in_j) */
  readonly slopes: readonly number[];
  /** Error_j: y − a at an output, Σ w Δ at a hidden unit. */
  readonly errors: readonly number[];
  /** Δ_j */
  readonly deltas: readonly number[];
  /** Of each weight, in the order of {@link Weights}: before the step … */
  readonly weights: readonly number[];
  /** … ∂Loss/∂w … */
  readonly gradients: readonly number[];
  /** … the same measured: by how much the loss differs with w a nudge more and a nudge less … */
  readonly differences: readonly number[];
  /** … over the width of both nudges … */
  readonly nudged: readonly number[];
  /** … α · a · Δ … */
  readonly changes: readonly number[];
  /** … and after the step. */
  readonly next: readonly number[];
}

/** What is drawn: a step of gradient descent with all its numbers. */
export interface View {
  readonly settings: Settings;
  /** ½ Σ (y − a)² */
  readonly loss: number;
  /** The same after the step. */
  readonly nextLoss: number;
  readonly layers: readonly LayerView[];
}

/** How far a weight is nudged to measure its slope: a larger nudge would bend, a smaller one drown in rounding. */
export const nudge = 0.01;

/** Units of each layer, inputs first. */
export function sizesOf(net: NetName): readonly [number, number, number] {
  return [2, 2, net === '2-2-1' ? 1 : 2];
}

/** Weights to begin with. */
export function startWeights(net: NetName): Weights {
  const hidden = [0.1, -0.2, 0.6, -0.4, -0.3, 0.8];
  return [hidden, net === '2-2-1' ? [0.2, 0.7, -0.9] : [0.2, -0.1, 0.7, -0.5, -0.9, 0.4]];
}

/** The largest size of a weight that the reader sets. */
export const weightBound = 4;
