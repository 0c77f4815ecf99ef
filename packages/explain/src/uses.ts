import type { AnyLayer, Node } from '@descent/layers';
import { placeOf } from '@descent/layers';
import type { ExplainedModel } from './check-model.js';

/** A layer in one place of a model or of a model inside it. */
export interface Use {
  /** The layer. */
  readonly layer: AnyLayer;
  /** The use of it in the graph. */
  readonly node: Node;
  /** As in saved files: `dense_1`, inside a nested model `encoder/dense_1`. */
  readonly name: string;
  /** For messages: `layers[2] dense(128)`. */
  readonly place: string;
}

/** What stands for a nested model while its graph is walked. */
export interface Nested {
  /** The nested model. */
  readonly model: ExplainedModel;
  /** The use of it in the graph. */
  readonly node: Node;
  /** What is inside, in order. */
  readonly inside: readonly (Use | Nested)[];
}

/** All uses of layers, in the order in which they run; nested models are taken apart. */
export function usesOf(model: ExplainedModel): readonly Use[] {
  const flat = (parts: readonly (Use | Nested)[]): readonly Use[] =>
    parts.flatMap((part) => ('inside' in part ? flat(part.inside) : [part]));
  return flat(partsOf(model));
}

/** The uses of layers and of nested models. */
export function partsOf(model: ExplainedModel, path = '', before = ''): readonly (Use | Nested)[] {
  return model.nodes.map((node) => {
    const layer = node.layer as AnyLayer;
    const place = `${before}${placeOf(layer, model.layers.indexOf(layer))}`;
    if (isModel(layer)) {
      return { model: layer, node, inside: partsOf(layer, `${path}${layer.name}/`, `${place}: `) };
    }
    return { layer, node, name: `${path}${layer.name}`, place };
  });
}

function isModel(layer: unknown): layer is AnyLayer & ExplainedModel {
  return Array.isArray((layer as Partial<ExplainedModel>).nodes);
}
