/** Numbers of a place on the curves: the step, the loss of training, the loss on other examples. */
export const curveStride = 3;

/** The losses of a run, as many as a picture can show: when there are too many every second is left out. */
export class CurveHistory {
  readonly #most: number;
  #values: number[] = [];
  #every = 1;

  constructor(most = 240) {
    this.#most = most;
  }

  /** Whether this step is one to remember. */
  wants(step: number): boolean {
    return step % this.#every === 0;
  }

  add(step: number, training: number, other: number): void {
    this.#values.push(step, training, other);
    if (this.#values.length <= this.#most * curveStride) return;
    this.#every *= 2;
    this.#values = this.#values.filter(
      (_, i) => (this.#values[i - (i % curveStride)] as number) % this.#every === 0,
    );
  }

  /** A copy, to be handed over. */
  get values(): Float32Array {
    return Float32Array.from(this.#values);
  }
}
