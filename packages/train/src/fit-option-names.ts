import { checkOptions } from '@descent/core';
import type { FitOptions } from './fit.js';

/** Names of the options of `fit`. */
export const fitOptionNames = [
  ...(['loss', 'lossWeights', 'optimizer', 'metrics', 'epochs', 'batchSize', 'seed', 'shuffle'] as const),
  ...(['classWeights', 'validation', 'validationSplit', 'callbacks', 'progress', 'checkpoints'] as const),
  ...(['nonFinite', 'control', 'signal', 'from', 'backupEvery'] as const),
] as const satisfies readonly (keyof FitOptions)[];

/**
 * Checks the names of options of what goes along with `fit`. Those of `fit` may be among them, without an effect, so
 * that one object can serve both.
 * @throws ValueError
 */
export function checkOptionsBesideFit<O extends object, const N extends readonly (keyof O & string)[]>(
  op: string,
  options: O,
  names: Parameters<typeof checkOptions<O, N>>[2],
): O {
  const ofFit: readonly string[] = fitOptionNames;
  const own = Object.entries(options ?? {}).filter(([name]) => !ofFit.includes(name));
  checkOptions<O, N>(op, Object(options) === options ? (Object.fromEntries(own) as O) : options, names);
  return options;
}
