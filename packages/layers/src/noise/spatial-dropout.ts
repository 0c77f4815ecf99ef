import type { AxisCount, Fail } from '@descent/core';
import type { LayerDefinition, LayerOptions } from '../layer.js';
import { checkSpatial } from '../spatial-shape.js';
import { checkRate, drop, whileTraining } from './noise.js';

/** A shape of some rank as it is, or a failure that says the layout. */
export type OfRank<In, Rank extends number, Layout extends string> = In extends { readonly length: Rank }
  ? In
  : Fail<Layout>;

/**
 * A layer that drops whole channels.
 * @throws ValueError for a rate outside [0, 1)
 */
export function spatialDropout(
  kind: string,
  count: AxisCount,
  rate: number,
  options: LayerOptions,
): LayerDefinition {
  checkRate(kind, rate);
  const change = whileTraining(kind, (x, rng) => {
    const inner = x.shape.slice(1, -1).map(() => 1);
    return drop(x, rng, rate, [x.shape[0] as number, ...inner, x.shape.at(-1) as number]);
  });
  return {
    kind,
    label: String(rate),
    config: { rate, ...options },
    options,
    build(inputShape) {
      checkSpatial(kind, inputShape, count);
      return { outputShape: inputShape, call: rate === 0 ? (x) => x : change };
    },
  };
}
