import type { AnyLayer, AnyModel } from '@descent/layers';
import { isModel } from '../topology/topology.js';

/**
 * A name of its own for each layer of a model and of the models inside: TensorFlow.js finds weights by the layer's name
 * alone.
 */
export function uniqueNames(model: AnyModel): ReadonlyMap<AnyLayer, string> {
  const names = new Map<AnyLayer, string>();
  const taken = new Set<string>();
  const visit = (owner: AnyLayer): void => {
    const inside = isModel(owner) ? owner.layers : owner.inner.filter(isModel);
    for (const layer of inside) {
      if (names.has(layer)) continue;
      const full = `${owner.name}_${layer.name}`;
      let name = taken.has(layer.name) ? full : layer.name;
      for (let i = 1; taken.has(name); i++) name = `${full}_${i}`;
      taken.add(name);
      names.set(layer, name);
    }
    for (const layer of inside) visit(layer);
  };
  visit(model);
  return names;
}
