import { mul, sub } from '@descent/core';
import type { CommonOptions } from './common-options.js';
import type { OptimizerDefinition } from './optimizer.js';

/** A definition whose parameters shrink before each update: w ← w − η λ w. */
export function withWeightDecay(
  definition: OptimizerDefinition<string>,
  { weightDecay }: CommonOptions,
): OptimizerDefinition<string> {
  if (!weightDecay) return definition;
  return {
    ...definition,
    update: (context) => {
      const { value, rate } = context;
      return definition.update({ ...context, value: sub(value, mul(value, mul(rate, weightDecay))) });
    },
  };
}
