/**
 * Pauses, continues and stops a run of `fit` between two steps: buttons of a page.
 *
 * @example
 * const control = new TrainingControl();
 * const history = fit(model, data, { …, control });
 * control.pause();
 * control.resume();
 * control.stop();
 */
export class TrainingControl {
  #isPaused = false;
  #isStopped = false;
  #wake: (() => void) | undefined;
  #waiting: Promise<void> | undefined;

  /** Whether training waits. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether training was told to stop. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Waits after the current step. */
  pause(): void {
    this.#isPaused = true;
    this.#waiting ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Goes on. */
  resume(): void {
    this.#isPaused = false;
    this.#wake?.();
    this.#wake = undefined;
    this.#waiting = undefined;
  }

  /** Ends training after the current step, as `history.stopped` 'stopped'. */
  stop(): void {
    this.#isStopped = true;
    this.resume();
  }

  /** For `fit`: settles when training is not paused; undefined where it is not now. */
  get running(): Promise<void> | undefined {
    return this.#waiting;
  }
}
