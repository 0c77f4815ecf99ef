import { checkOptions, describeValue, ValueError } from '@descent/core';
import type { AnyLayer, AnyModel, Model, Parameter, Shapes } from '@descent/layers';
import { checkNet, type LayerRef, leavesOf, placeOfLayer } from './layers-of.js';

/** Options of {@link discriminativeRates}. */
export interface DiscriminativeRatesOptions {
  /** The first layers of the groups behind the first group, in the order of `net.layers`. Default: each layer is a group. */
  readonly groups?: readonly LayerRef[] | undefined;
  /** The factor of the first group, > 0; that of the last is 1, and in between they grow by one ratio. Default 0.01. */
  readonly lowest?: number | undefined;
}

/**
 * Factors for the learning rates of a net's parameters, which are smaller the nearer a layer lies to the input: what the
 * first layers see is of use everywhere, and what the last ones see has to change.
 *
 * @returns a factor for each parameter, for the option `rateFactors` of an optimizer
 * @throws ValueError for a layer that the net has not, groups that are not in its order, and a factor that is not > 0
 * @see Howard and Ruder, Universal language model fine-tuning for text classification, arXiv:1801.06146, section 3.2,
 * whose ratio between neighbours is 2.6
 * @example
 * const rateFactors = discriminativeRates(net, { groups: ['conv_pw_7', 'predictions'], lowest: 0.01 });
 * const optimizer = adam({ learningRate: 1e-3, rateFactors }); // 1e-5, 1e-4, 1e-3
 */
export function discriminativeRates<I extends Shapes, O extends Shapes>(
  net: Model<I, O>,
  options: DiscriminativeRatesOptions = {},
): ReadonlyMap<Parameter, number> {
  const op = 'discriminativeRates';
  const whole = net as unknown as AnyModel;
  checkNet(op, whole);
  const { groups, lowest = 0.01 } = checkOptions(op, options, ['groups', 'lowest']);
  if (!(typeof lowest === 'number' && lowest > 0 && lowest <= 1)) {
    throw new ValueError(`${op}: lowest must lie in (0, 1], got ${describeValue(lowest)}`);
  }
  const parts = (groups ? cut(op, whole, groups) : leavesOf(whole.layers).map((layer) => [layer])).filter(
    (part) => part.some(({ parameters }) => parameters.length > 0),
  );
  const factors = new Map<Parameter, number>();
  for (const [i, part] of parts.entries()) {
    const factor = parts.length === 1 ? 1 : lowest ** (1 - i / (parts.length - 1));
    for (const parameter of part.flatMap(({ parameters }) => parameters)) {
      if (!factors.has(parameter)) factors.set(parameter, factor);
    }
  }
  return factors;
}

/** The layers in groups that begin with those which are named. */
function cut(op: string, net: AnyModel, starts: readonly LayerRef[]): readonly (readonly AnyLayer[])[] {
  const places = starts.map((ref) => placeOfLayer(op, net, ref));
  if (places.some((place, i) => i > 0 && place <= (places[i - 1] as number))) {
    throw new ValueError(`${op}: the groups are not in the order of the net's layers`, {
      fix: `their order is ${net.layers.map(({ name }) => name).join(', ')}`,
    });
  }
  return [0, ...places].map((start, i) => net.layers.slice(start, places[i]));
}
