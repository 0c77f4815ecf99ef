/** Sums of numbers times weights, and of the weights. */
export interface RunningSums {
  readonly sums: readonly number[];
  readonly weight: number;
}

/** Means of several named numbers, weighted by the number of examples. */
export class RunningMean {
  readonly #names: readonly string[];
  readonly #sums: Float64Array;
  #weight = 0;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#sums = new Float64Array(names.length);
  }

  /** Adds the means over a batch. */
  add(values: ArrayLike<number>, weight: number): void {
    for (let i = 0; i < this.#sums.length; i++) (this.#sums[i] as number) += weight * (values[i] as number);
    this.#weight += weight;
  }

  /** What the means are made of, for checkpoints. */
  get sums(): RunningSums {
    return { sums: [...this.#sums], weight: this.#weight };
  }

  set sums({ sums, weight }: RunningSums) {
    this.#sums.set(sums);
    this.#weight = weight;
  }

  /** The means so far; NaN before the first batch. */
  get logs(): Record<string, number> {
    return Object.fromEntries(this.#names.map((name, i) => [name, (this.#sums[i] as number) / this.#weight]));
  }
}
