import type { GraphWriter, Initializer, OnnxNode } from './graph-writer.js';

/**
 * Lets convolutions and products add the bias that is added to their results, and drops what no output needs.
 */
export function tidy(writer: GraphWriter, outputs: readonly string[]): void {
  fuseBiases(writer, new Set(outputs));
  dropUnused(writer, outputs);
}

function fuseBiases(writer: GraphWriter, outputs: ReadonlySet<string>): void {
  const { nodes, initializers } = writer;
  const uses = new Map<string, number>();
  for (const input of nodes.flatMap(({ inputs }) => inputs)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const fused = new Set<OnnxNode>();
  for (const [at, node] of nodes.entries()) {
    if (node.opType !== 'Add') continue;
    const [product, added] = node.inputs as [string, string];
    const maker = makers.get(product);
    const bias = initializers.get(added);
    if (!maker || !bias || uses.get(product) !== 1 || outputs.has(product)) continue;
    if (!takesBias(maker, bias, initializers)) continue;
    const flat = writer.constant(bias.data, [bias.data.length], bias.type, bias.name);
    if (uses.get(added) === 1) writer.rename(flat, added);
    fused.add(maker);
    // It stands where the sum stood, under its own name.
    const merged: OnnxNode = {
      ...maker,
      inputs: [...maker.inputs, uses.get(added) === 1 ? added : flat],
      outputs: node.outputs,
    };
    nodes[at] = merged;
    for (const output of node.outputs) makers.set(output, merged);
  }
  const kept = nodes.filter((node) => !fused.has(node));
  nodes.splice(0, nodes.length, ...kept);
}

/** Whether a node has no bias yet, and what is added to its result would do as one. */
function takesBias(
  { opType, inputs, attributes }: OnnxNode,
  { dims, data }: Initializer,
  initializers: ReadonlyMap<string, Initializer>,
): boolean {
  const weights = initializers.get(inputs[1] as string);
  if (inputs.length !== 2 || !weights) return false;
  const count = data.length;
  if (opType === 'Gemm') return dims.length === 1 && count === weights.dims[attributes.transB ? 0 : 1];
  if (opType !== 'Conv' && opType !== 'ConvTranspose') return false;
  // [channels, 1, …] adds the same to all of a channel; [channels] would be added along the last axis.
  const channels = weights.dims[opType === 'Conv' ? 0 : 1];
  return count === channels && dims.at(1 - weights.dims.length) === count;
}

function dropUnused({ nodes, initializers }: GraphWriter, outputs: readonly string[]): void {
  const needed = new Set(outputs);
  const kept: OnnxNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    kept.push(node);
  }
  nodes.splice(0, nodes.length, ...kept.reverse());
  for (const name of initializers.keys()) if (!needed.has(name)) initializers.delete(name);
}
