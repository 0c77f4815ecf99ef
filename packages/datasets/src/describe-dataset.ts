import { checkDataset } from './check-dataset.js';
import type { BatchPart, Dataset } from './dataset.js';

/** The values of one channel, or of all. */
export interface ValueSummary {
  /** The least. */
  readonly least: number;
  /** The largest. */
  readonly largest: number;
  /** Mean. */
  readonly mean: number;
  /** Standard deviation, of these values, not an estimate for others. */
  readonly standardDeviation: number;
}

/** How many examples a class has. */
export interface ClassCount {
  /** Class index. */
  readonly label: number;
  /** Its name, where classes have names. */
  readonly name?: string | undefined;
  /** Number of its examples. */
  readonly count: number;
}

/** What {@link describeDataset} found. */
export interface Description {
  /** Number of examples. */
  readonly count: number;
  /** Shape of one input. */
  readonly inputShape: readonly number[];
  /** Shape of one target. */
  readonly targetShape: readonly number[];
  /** By class index, where targets are class indices; classes without examples that have a name are listed too. */
  readonly classes?: readonly ClassCount[] | undefined;
  /** The inputs; undefined where no value is finite. */
  readonly inputs?: ValueSummary | undefined;
  /** The inputs by channel, the last axis; one for scalars. Undefined at a channel where no value is finite. */
  readonly channels: readonly (ValueSummary | undefined)[];
  /** The targets, where they are quantities. */
  readonly targets?: ValueSummary | undefined;
  /** Number of inputs' values that are NaN or infinite; the summaries leave them out. */
  readonly nonFiniteCount: number;
}

/**
 * Walks through a dataset once and says what is in it: counts per class, shapes, ranges, mean and standard deviation
 * of every channel. Nothing is kept but sums.
 *
 * @example
 * const { classes, channels } = await describeDataset(train);
 * console.log(showDescription(await describeDataset(train)));
 */
export async function describeDataset(data: Dataset, signal?: AbortSignal): Promise<Description> {
  checkDataset('describeDataset', data);
  const { inputShape, targetShape, classNames } = data;
  const channels = Array.from({ length: inputShape.at(-1) ?? 1 }, () => new Moments());
  const targets = new Moments();
  const counts = new Map<number, number>(classNames?.map((_, label) => [label, 0]));
  let count = 0;
  let hasClasses = false;
  for await (const { x, y, size } of data.batches({ batchSize: 64, signal })) {
    count += size;
    addChannels(x, channels);
    hasClasses ||= y.values instanceof Int32Array && targetShape.length === 0;
    for (const value of y.values) {
      if (hasClasses) counts.set(value, (counts.get(value) ?? 0) + 1);
      else targets.add(value);
    }
  }
  const byLabel = [...counts].sort(([a], [b]) => a - b);
  return {
    count,
    inputShape,
    targetShape,
    classes: hasClasses
      ? byLabel.map(([label, each]) => ({ label, name: classNames?.[label], count: each }))
      : undefined,
    inputs: joined(channels).summary,
    channels: channels.map(({ summary }) => summary),
    targets: targets.summary,
    nonFiniteCount: channels.reduce((sum, { nonFiniteCount }) => sum + nonFiniteCount, 0),
  };
}

/**
 * A description as lines of text.
 * @example showDescription(await describeDataset(xor)) // '4 examples, inputs [2], targets [1]\n…'
 */
export function showDescription(description: Description): string {
  const { count, inputShape, targetShape, classes, inputs, channels, targets, nonFiniteCount } = description;
  const show = (shape: readonly number[]) => `[${shape.join(', ')}]`;
  const lines = [`${count} examples, inputs ${show(inputShape)}, targets ${show(targetShape)}`];
  if (inputs) lines.push(`inputs: ${showSummary(inputs)}`);
  if (channels.length > 1) {
    for (const [i, channel] of channels.entries())
      lines.push(`  channel ${i}: ${channel ? showSummary(channel) : 'nothing finite'}`);
  }
  if (nonFiniteCount > 0) lines.push(`${nonFiniteCount} values of inputs are NaN or infinite`);
  if (targets) lines.push(`targets: ${showSummary(targets)}`);
  for (const { label, name, count: each } of classes ?? []) {
    const share = ((100 * each) / Math.max(count, 1)).toFixed(1);
    lines.push(`class ${label}${name === undefined ? '' : ` ${name}`}: ${each} (${share} %)`);
  }
  return lines.join('\n');
}

function showSummary({ least, largest, mean, standardDeviation }: ValueSummary): string {
  const [from, to, middle, spread] = [least, largest, mean, standardDeviation].map((n) => +n.toPrecision(4));
  return `${from} to ${to}, mean ${middle}, standard deviation ${spread}`;
}

function addChannels({ values }: BatchPart, channels: readonly Moments[]): void {
  for (let i = 0; i < values.length; i++) (channels[i % channels.length] as Moments).add(values[i] as number);
}

/** All channels as one. */
function joined(channels: readonly Moments[]): Moments {
  const all = new Moments();
  for (const channel of channels) all.join(channel);
  return all;
}

/** Count, range, mean and squared deviations of numbers as they come (Welford, 1962; Chan, Golub and LeVeque, 1979). */
class Moments {
  nonFiniteCount = 0;
  #count = 0;
  #mean = 0;
  #squares = 0;
  #least = Number.POSITIVE_INFINITY;
  #largest = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.nonFiniteCount++;
      return;
    }
    this.#count++;
    const step = value - this.#mean;
    this.#mean += step / this.#count;
    this.#squares += step * (value - this.#mean);
    if (value < this.#least) this.#least = value;
    if (value > this.#largest) this.#largest = value;
  }

  join(other: Moments): void {
    const count = this.#count + other.#count;
    if (count === 0) return;
    const step = other.#mean - this.#mean;
    this.#squares += other.#squares + (step * step * this.#count * other.#count) / count;
    this.#mean += (step * other.#count) / count;
    this.#least = Math.min(this.#least, other.#least);
    this.#largest = Math.max(this.#largest, other.#largest);
    this.#count = count;
  }

  get summary(): ValueSummary | undefined {
    if (this.#count === 0) return undefined;
    return {
      least: this.#least,
      largest: this.#largest,
      mean: this.#mean,
      standardDeviation: Math.sqrt(this.#squares / this.#count),
    };
  }
}
