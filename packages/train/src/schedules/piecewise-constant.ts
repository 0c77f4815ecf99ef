import {
  add,
  checkOptions,
  describeValue,
  greater,
  type Tensor,
  ValueError,
  where,
  zerosLike,
} from '@descent/core';
import { checkRate } from '../optimizers/check-options.js';
import { defineSchedule, type Schedule } from './schedule.js';

/** Options of {@link piecewiseConstant}. */
export interface PiecewiseConstantOptions {
  /** The last step of each rate but the last one, in rising order. */
  readonly boundaries: readonly number[];
  /** One more than boundaries. */
  readonly rates: readonly number[];
}

/**
 * The first rate until the first boundary, that step included, then the second rate, and so on. Keras'
 * PiecewiseConstantDecay.
 *
 * @throws ValueError for boundaries that do not rise, and for another number of rates
 * @example piecewiseConstant({ boundaries: [1000], rates: [0.1, 0.01] }).at(1001) // 0.01
 */
export function piecewiseConstant(options: PiecewiseConstantOptions): Schedule {
  const { boundaries, rates } = checkOptions('piecewiseConstant', options, ['boundaries', 'rates']);
  if (!Array.isArray(boundaries) || !Array.isArray(rates) || rates.length !== boundaries.length + 1) {
    throw new ValueError(
      `piecewiseConstant: expects one rate more than boundaries, got ${describeValue(rates)} and ${describeValue(boundaries)}`,
    );
  }
  for (const rate of rates) checkRate('piecewiseConstant', 'each of rates', rate);
  boundaries.forEach((boundary, i) => {
    if (boundary > (boundaries[i - 1] ?? -1) && Number.isFinite(boundary)) return;
    throw new ValueError(
      `piecewiseConstant: boundaries must be >= 0 and rise, got ${describeValue(boundaries)}`,
    );
  });
  const formula = (step: Tensor): Tensor =>
    boundaries.reduce<Tensor>(
      (rate, boundary, i) => where(greater(step, boundary), rates[i + 1] as number, rate),
      add(zerosLike(step), rates[0] as number),
    );
  return defineSchedule(formula, { name: 'piecewiseConstant', boundaries, rates });
}
