/** Batches that a device has at most: it does one while the host settles the one before and makes the next ready. */
export const mostQueued = 2;

/** A step that a device was told to do, with what it holds there. */
export interface QueuedStep {
  /** Waits until it is done, whatever came of it, and lets go of what it holds. */
  drop(): Promise<void>;
}

/** Steps on their way to a device. Each is settled, by what it gave, in the order in which they began. */
export class StepQueue<Step extends QueuedStep> {
  readonly #settleOne: (step: Step) => Promise<void>;
  readonly #steps: Step[] = [];

  /** @param settle - what is to be done when the numbers of a step come in; the step is its own from then on */
  constructor(settle: (step: Step) => Promise<void>) {
    this.#settleOne = settle;
  }

  /** Steps that began and are not settled. */
  get length(): number {
    return this.#steps.length;
  }

  /** Adds a step that began, and settles as `settle` does. */
  add(step: Step, left: number): Promise<void> {
    // Spares the queue where nobody waits in it.
    if (left === 0 && this.#steps.length === 0) return this.#settleOne(step);
    this.#steps.push(step);
    return this.settle(left);
  }

  /**
   * Settles the earliest steps until `left` remain.
   * @throws what settling a step throws; those behind it are dropped then
   */
  async settle(left = 0): Promise<void> {
    try {
      while (this.#steps.length > left) await this.#settleOne(this.#steps.shift() as Step);
    } catch (error) {
      await this.drop();
      throw error;
    }
  }

  /** Lets go of all steps that are not settled, as if they had never been. */
  async drop(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step.drop();
  }
}
