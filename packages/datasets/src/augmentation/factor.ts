import { describeValue, type Rng, type Tensor, ValueError } from '@descent/core';
import type { PerImage } from './per-image.js';

/** Numbers from the first to the second. */
export type Range = readonly [low: number, high: number];

/**
 * How far a change may go. A pair is the range to draw from; a number f is short for the range that reaches f to both
 * sides of what changes nothing.
 */
export type Factor = number | Range;

/** What a factor may be. */
interface FactorLimits {
  /** What changes nothing. Default 0. */
  readonly neutral?: number;
  readonly least: number;
  readonly most?: number;
}

/**
 * The range that a factor stands for.
 * @throws ValueError for a factor that is neither number nor pair, or out of range
 */
export function rangeOf(
  op: string,
  name: string,
  factor: Factor,
  { neutral = 0, least, most = Number.POSITIVE_INFINITY }: FactorLimits,
): Range {
  const reach = Math.min(neutral - least, most - neutral);
  if (typeof factor === 'number') {
    if (factor >= 0 && factor <= reach && Number.isFinite(factor))
      return [neutral - factor, neutral + factor];
  } else if (isRange(factor, least, most)) return [factor[0], factor[1]];
  throw new ValueError(
    `${op}: ${name} must be a number ${between(0, reach)} or a pair [low, high] ${between(least, most)}, got ${describeValue(factor)}`,
    {
      fix: `a number f draws from [${neutral === 0 ? '-f, f' : `${neutral} - f, ${neutral} + f`}], a pair from itself`,
    },
  );
}

/**
 * The range that an amount stands for: a number is always the same, a pair is drawn from.
 * @throws ValueError for an amount that is neither number nor pair, or out of range
 */
export function amountOf(
  op: string,
  name: string,
  amount: Factor,
  least: number,
  most = Number.POSITIVE_INFINITY,
): Range {
  const pair: Factor = typeof amount === 'number' ? [amount, amount] : amount;
  if (isRange(pair, least, most)) return [pair[0], pair[1]];
  throw new ValueError(
    `${op}: ${name} must be a number or a pair [low, high] ${between(least, most)}, got ${describeValue(amount)}`,
  );
}

/** A number for each image, spread evenly over a range; the number itself where it is the only one. */
export function draw([low, high]: Range, count: number, rng: Rng): PerImage {
  return low === high ? low : (rng.uniform([count], low, high) as Tensor);
}

/**
 * @throws ValueError for a probability outside [0, 1]
 */
export function checkProbability(op: string, probability: number): void {
  if (typeof probability === 'number' && probability >= 0 && probability <= 1) return;
  throw new ValueError(`${op}: probability must lie in [0, 1], got ${describeValue(probability)}`);
}

function isRange(pair: unknown, least: number, most: number): pair is Range {
  if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(Number.isFinite)) return false;
  const [low, high] = pair as unknown as Range;
  return least <= low && low <= high && high <= most;
}

function between(least: number, most: number): string {
  return most === Number.POSITIVE_INFINITY ? `>= ${least}` : `in [${least}, ${most}]`;
}
