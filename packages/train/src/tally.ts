import { type Tensor, tensor } from '@descent/core';
import type { Metric } from '@descent/losses';
import { checkOneElement, type Metrics } from './metric.js';
import type { Values } from './placed-batch.js';

/**
 * What a compiled step says of a batch, in vectors that are read at once: of each metric its value, or how many
 * statistics it has, and these. Where a model has several outputs, the metrics are those of lists.
 */
export function report(metrics: Metrics<unknown>, outputs: Values, labels: Values): Tensor[] {
  const [predictions, targets] = [outputs as Tensor, labels as Tensor];
  return Object.entries(metrics).flatMap(([name, metric]) => {
    if (typeof metric === 'function') return checkOneElement(name, metric(predictions, targets));
    const statistics = metric.statistics(predictions, targets);
    return [tensor([statistics.size]), statistics];
  });
}

/** Of each metric its statistics so far; of one that is a plain function, the sum and the number of examples. */
export type Totals = Readonly<Record<string, readonly number[]>>;

/** The metrics over several batches, from what {@link report} says of each. */
export class Tally {
  readonly #metrics: readonly (readonly [string, Metric<unknown>])[];
  readonly #totals = new Map<string, Float64Array>();

  /** @param totals - where an earlier tally stood */
  constructor(metrics: Metrics<unknown>, totals: Totals = {}) {
    this.#metrics = Object.entries(metrics);
    for (const name in totals) this.#totals.set(name, Float64Array.from(totals[name] as readonly number[]));
  }

  /** What the metrics are made of, for checkpoints. */
  get totals(): Totals {
    return Object.fromEntries([...this.#totals].map(([name, total]) => [name, [...total]]));
  }

  /** Adds a batch of `size` examples. */
  add(values: Float32Array, size: number): void {
    let at = 0;
    for (const [name, metric] of this.#metrics) {
      const total = this.#totals.get(name);
      if (typeof metric === 'function') {
        const [sum = 0, count = 0] = total ?? [];
        this.#totals.set(name, Float64Array.of(sum + size * (values[at++] as number), count + size));
        continue;
      }
      const start = at + 1;
      at = start + (values[at] as number);
      const part = Float64Array.from(values.subarray(start, at));
      this.#totals.set(name, total ? metric.merge(total, part) : part);
    }
  }

  /** The metrics over all batches so far; NaN before the first. */
  get logs(): Record<string, unknown> {
    return Object.fromEntries(
      this.#metrics.map(([name, metric]) => {
        const total = this.#totals.get(name);
        if (!total) return [name, Number.NaN];
        const [sum = 0, count = 0] = total;
        return [name, typeof metric === 'function' ? sum / count : metric.value(total)];
      }),
    );
  }
}
