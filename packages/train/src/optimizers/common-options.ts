import { checkOptions, checkWhole, describeValue, ValueError, Variable } from '@descent/core';
import type { Schedule } from '../schedules/schedule.js';
import { checkDecay, checkPositive, checkRate } from './check-options.js';

/** A moving average of the parameters. */
export interface EmaOptions {
  /** Share of the old average that stays at each step, in [0, 1). Keras' usual value is 0.99. */
  readonly decay: number;
  /** After every so many steps the parameters are set to their averages. Default: never. */
  readonly every?: number;
}

/** Options that every optimizer takes. */
export interface CommonOptions {
  /** A number, or a schedule, which the compiled step works out from its number. */
  readonly learningRate?: number | Schedule;
  /** Each value of a gradient is cut to [−clipValue, clipValue]. At most one of the three ways to clip. */
  readonly clipValue?: number;
  /** The gradient of each parameter is shortened to this norm, if it is longer. */
  readonly clipNorm?: number;
  /** All gradients together are shortened to this norm, if they are longer: their direction stays. */
  readonly clipGlobalNorm?: number;
  /**
   * Decoupled weight decay λ: w ← w − η λ w before the update, at the learning rate η. Default 0.
   * @see Loshchilov and Hutter, Decoupled weight decay regularization, arXiv:1711.05101
   */
  readonly weightDecay?: number;
  /** Keeps averages of the parameters, a ← decay a + (1 − decay) w after each step, w after the first. */
  readonly ema?: EmaOptions;
  /**
   * Factors of the learning rate for some parameters: those that are left out have 1. Weight decay and proximal steps
   * follow the parameter's own rate.
   * @see Howard and Ruder, Universal language model fine-tuning for text classification, arXiv:1801.06146, section 3.2
   */
  readonly rateFactors?: ReadonlyMap<Variable, number>;
  /** Updates at each n-th call only, along the mean of n gradients. Default 1. */
  readonly accumulate?: number;
}

/** An optimizer's own options, all of them: what `satisfies` this lacks none. */
export type Settings<O> = Readonly<Record<Exclude<keyof O & string, keyof CommonOptions>, unknown>>;

const commonOptionNames = {
  ...{ learningRate: true, clipValue: true, clipNorm: true, clipGlobalNorm: true },
  ...{ weightDecay: true, ema: true, rateFactors: true, accumulate: true },
} satisfies Readonly<Record<keyof CommonOptions, true>>;

/**
 * Checks the options that all optimizers share.
 * @param settings - those of this optimizer alone
 * @throws ValueError for one out of range, for two ways to clip, and for an unknown name
 */
export function checkCommonOptions(
  op: string,
  options: CommonOptions,
  settings?: Readonly<Record<string, unknown>>,
): void {
  checkOptions(
    op,
    options as Readonly<Record<string, unknown>>,
    Object.keys({ ...settings, ...commonOptionNames }),
  );
  const { clipValue, clipNorm, clipGlobalNorm, weightDecay, ema, rateFactors, accumulate } = options;
  const limits = Object.entries({ clipValue, clipNorm, clipGlobalNorm }).filter(
    ([, limit]) => limit !== undefined,
  );
  for (const [name, limit] of limits) checkPositive(op, name, limit);
  if (limits.length > 1) {
    throw new ValueError(
      `${op}: ${limits.map(([name]) => name).join(' and ')} are given, and one way to clip is possible`,
    );
  }
  if (weightDecay !== undefined) checkRate(op, 'weightDecay', weightDecay);
  if (accumulate !== undefined) checkWhole(op, 'accumulate', accumulate);
  if (rateFactors !== undefined) checkRateFactors(op, rateFactors);
  if (ema === undefined) return;
  checkOptions(`${op}: ema`, ema, ['decay', 'every']);
  checkDecay(op, 'ema.decay', ema.decay);
  if (ema.every !== undefined) checkWhole(op, 'ema.every', ema.every);
}

function checkRateFactors(op: string, factors: ReadonlyMap<Variable, number>): void {
  const entries = factors instanceof Map ? [...factors] : [[factors]];
  for (const [variable, factor] of entries) {
    if (!(variable instanceof Variable)) {
      throw new ValueError(`${op}: rateFactors must be a Map of parameters, got ${describeValue(variable)}`);
    }
    checkRate(op, `the rate factor of ${variable.name}`, factor);
  }
}
