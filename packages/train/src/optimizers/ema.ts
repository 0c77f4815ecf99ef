import {
  add,
  cast,
  discard,
  equal,
  greater,
  mod,
  mul,
  share,
  sub,
  type Tensor,
  ValueError,
  where,
} from '@descent/core';
import type { CommonOptions } from './common-options.js';
import type { Optimizer, OptimizerDefinition } from './optimizer.js';

/** A definition with one slot more, the moving average of the parameter. */
export function withEma(
  definition: OptimizerDefinition<string>,
  { ema }: CommonOptions,
): OptimizerDefinition<string> {
  if (!ema) return definition;
  const { decay, every } = ema;
  return {
    ...definition,
    slots: [...definition.slots, 'ema'],
    update(context) {
      const { value, slots } = definition.update(context);
      // The first average is the parameter itself.
      const kept = mul(cast(greater(context.step, 1), 'float32'), decay);
      const average = add(mul(context.slots.ema as Tensor, kept), mul(value, sub(1, kept)));
      return {
        value: every ? where(equal(mod(context.step, every), 0), average, value) : value,
        slots: { ...slots, ema: average },
      };
    },
  };
}

/**
 * Exchanges the parameters with their moving averages: a second call puts them back. Between the two the optimizer must
 * not take a step.
 *
 * @param optimizer - made with the option `ema`, and after its first step
 * @throws ValueError when it has no averages
 * @example
 * swapAverages(optimizer); // the model predicts with the averages from here
 */
export function swapAverages(optimizer: Optimizer): void {
  const { averages, name } = optimizer;
  if (averages.size === 0) {
    throw new ValueError(`swapAverages: ${name} has no averages`, {
      fix: `make it with ema, and train first: ${name}({ ema: { decay: 0.99 } })`,
    });
  }
  for (const [variable, average] of averages) {
    const held = share(variable.value);
    variable.assign(average.value);
    average.assign(held);
    discard(held);
  }
}

/**
 * Runs `f` with the moving averages in place of the parameters, and puts the parameters back afterwards, also when `f`
 * fails.
 *
 * @param optimizer - made with the option `ema`, and after its first step
 * @throws ValueError when it has no averages
 * @example const logs = await withAverages(optimizer, () => evaluate(model, test, { loss: crossEntropyFromLogits }));
 */
export async function withAverages<R>(optimizer: Optimizer, f: () => R | Promise<R>): Promise<R> {
  swapAverages(optimizer);
  try {
    return await f();
  } finally {
    swapAverages(optimizer);
  }
}
