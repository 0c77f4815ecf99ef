import type { ClassWeights } from '../example-weights.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { stringifyExactly } from './exact-json.js';

/** What has to be the same when training goes on. */
export interface TrainingFacts {
  readonly optimizer: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Number of examples, where it is known. */
  readonly length: number | undefined;
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
  /** The rate that the optimizer was given, which callbacks may have changed since, or what its schedule is. */
  readonly learningRate?: unknown;
  /** What the optimizer was made with besides. */
  readonly optimizerOptions?: Optimizer['settings'];
  /** What the loss is; of several outputs a table. */
  readonly loss?: unknown;
  readonly classWeights?: ClassWeights;
  /** A checksum of some of the examples, where they lie in memory. */
  readonly data?: string | undefined;
}

/** Facts that may differ where a user says so, by the option `accept` of `checkpoints`. */
export const acceptable = ['learningRate', 'optimizerOptions', 'loss', 'classWeights', 'data'] as const;

/** A fact that may differ where a user says so. */
export type AcceptableFact = (typeof acceptable)[number];

/** One fact that differs. */
export interface Difference {
  readonly fact: string;
  /** What a message says of it. */
  readonly text: string;
}

/**
 * Where two trainings differ, in the order of the facts. What one of them does not know is not compared: checkpoints of
 * earlier versions know less.
 */
export function differingFacts(there: TrainingFacts, here: TrainingFacts): Difference[] {
  const names = (Object.keys(here) as (keyof TrainingFacts)[]).filter((name) => {
    if (!(acceptable as readonly string[]).includes(name)) return true;
    return there[name] !== undefined && here[name] !== undefined;
  });
  const found = names.flatMap((fact) =>
    differences(fact, there[fact], here[fact]).map((text) => ({ fact, text })),
  );
  // What follows from another difference says nothing more.
  const isOther = (name: keyof TrainingFacts): boolean => found.some(({ fact }) => fact === name);
  const [otherOptimizer, otherLength] = [isOther('optimizer'), isOther('length')];
  return found.filter(({ fact }) => {
    if (fact === 'learningRate' || fact === 'optimizerOptions') return !otherOptimizer;
    return fact !== 'data' || !otherLength;
  });
}

function differences(name: string, there: unknown, here: unknown): string[] {
  if (stringifyExactly(there) === stringifyExactly(here)) return [];
  if (name === 'data') return ['the data has other values'];
  const [a, b] = [there, here];
  if (!isTable(a) || !isTable(b) || a.name !== b.name) return [`${name} is ${show(a)}, here ${show(b)}`];
  const options = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...options].flatMap((option) => differences(`${name}.${option}`, a[option], b[option]));
}

/** A value in a message; of what has a name and options the name. */
function show(value: unknown): string {
  if (value === undefined) return 'none';
  return stringifyExactly(isTable(value) && value.name !== undefined ? value.name : value);
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
