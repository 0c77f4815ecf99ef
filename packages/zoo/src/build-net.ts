import { type AnyModel, input, model, type Symbolic } from '@descent/layers';
import type { ImageShape, NetOf, NetOptions } from './net-options.js';
import { loadWeights } from './weights/load-weights.js';

/** A map of features in a net under construction. */
export type Features = Symbolic<ImageShape>;

/**
 * Makes a net of its definition, and reads its weights where there are some to read.
 * @param layersOf - from the input to the output
 */
export function buildNet<O extends NetOptions>(
  op: string,
  inputShape: ImageShape,
  { weights, seed, name }: O,
  layersOf: (x: Features) => Symbolic,
): NetOf<O> {
  const x = input(inputShape) as Features;
  const net = model(x, layersOf(x), { ...(seed !== undefined && { seed }), name: name ?? op });
  if (weights === undefined) return net as unknown as NetOf<O>;
  return loadWeights(op, net as unknown as AnyModel, weights).then(() => net) as unknown as NetOf<O>;
}
