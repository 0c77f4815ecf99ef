/** How well something foretells the class of pictures that it was not made of. */
export interface Foretelling {
  /** Share of right answers, in cross-validation. */
  readonly accuracy: number;
  /** Share of the commonest class: what always answering with it comes to. */
  readonly baseline: number;
  /** (accuracy − baseline) / (1 − baseline): 0 for nothing gained, 1 for all. */
  readonly gain: number;
  /** Whether it is more than chance explains: above the baseline by two standard errors. */
  readonly isSignificant: boolean;
}

/**
 * @param right - number of right answers
 * @param commonest - number of examples of the commonest class
 */
export function foretelling(right: number, commonest: number, count: number): Foretelling {
  const [accuracy, baseline] = [right / count, commonest / count];
  const error = Math.sqrt((baseline * (1 - baseline)) / count);
  return {
    accuracy,
    baseline,
    gain: baseline < 1 ? (accuracy - baseline) / (1 - baseline) : 0,
    isSignificant: accuracy > baseline + 2 * error,
  };
}
