/** What the reader has set. */
export interface Settings {
  /** The class: 0 or 1. */
  readonly y: '0' | '1';
  /** What the neuron says before its sigmoid. */
  readonly logit: number;
  /** What the picture has along its axis. */
  readonly axis: 'probability' | 'logit';
}

/** MSE and log loss, and their derivatives by autograd. */
export interface Losses {
  readonly squared: Float32Array;
  readonly log: Float32Array;
  readonly squaredSlope: Float32Array;
  readonly logSlope: Float32Array;
}

/** What is drawn: along the axis, and last where the reader is. */
export interface View extends Losses {
  /** y′. */
  readonly probability: number;
  /** Derivatives by the logit where the reader is, whatever the axis. */
  readonly squaredByLogit: number;
  readonly logByLogit: number;
}

/** Logits are drawn, and set, as far as this. */
export const bound = 8;

const count = 161;
/** Places along each axis; where y′ is the axis, its ends are left out: there log loss is infinite. */
export const places: Readonly<Record<Settings['axis'], readonly number[]>> = {
  probability: Array.from({ length: count }, (_, i) => 0.001 + (0.998 * i) / (count - 1)),
  logit: Array.from({ length: count }, (_, i) => ((2 * i) / (count - 1) - 1) * bound),
};
