import type { AnyLayer, AnyModel, Node, Symbolic } from '@descent/layers';

/**
 * A model's layers in the order of Keras' `model.layers`, which numbers their groups in its files: those farthest from
 * the outputs first, and of equal distance the one that is met first on the way from the outputs back.
 */
export function kerasLayerOrder({ nodes, inputs, outputs }: AnyModel): readonly AnyLayer[] {
  const met = firstMet(inputs, outputs);
  const [ofNode, ofLayer] = [new Map<Node, number>(), new Map<AnyLayer, number>()];
  for (const node of nodes.toReversed()) {
    const layer = node.layer as AnyLayer;
    const distance = Math.max(ofNode.get(node) ?? 0, ofLayer.get(layer) ?? 0);
    ofLayer.set(layer, distance);
    for (const { node: before } of node.inputs) {
      ofNode.set(before, Math.max(distance + 1, ofNode.get(before) ?? 0));
    }
  }
  const place = (layer: AnyLayer): number => met.get(layer) as number;
  return [...ofLayer.keys()].sort(
    (a, b) => (ofLayer.get(b) as number) - (ofLayer.get(a) as number) || place(a) - place(b),
  );
}

/** When each layer is met first on a walk from the outputs back, depth first. */
function firstMet(inputs: readonly Symbolic[], outputs: readonly Symbolic[]): ReadonlyMap<AnyLayer, number> {
  const met = new Map<AnyLayer, number>();
  const seen = new Set<Node>();
  const given = new Set(inputs);
  const stack = outputs.toReversed();
  while (stack.length > 0) {
    const value = stack.pop() as Symbolic;
    const { node } = value;
    if (given.has(value) || seen.has(node) || !node.layer) continue;
    seen.add(node);
    if (!met.has(node.layer)) met.set(node.layer, met.size);
    stack.push(...node.inputs.toReversed());
  }
  return met;
}
