import type { GraphWriter, Initializer, OnnxNode } from './graph-writer.js';

/**
 * Lets convolutions and products add the bias that is added to their results, makes one Clip of a Relu with a most, and
 * drops what no output needs.
 */
export function tidy(writer: GraphWriter, outputs: readonly string[]): void {
  fuse(writer, new Set(outputs));
  dropUnused(writer, outputs);
}

/** Makes one of two nodes where the second alone uses what the first makes. */
function fuse(writer: GraphWriter, outputs: ReadonlySet<string>): void {
  const { nodes, initializers } = writer;
  const uses = new Map<string, number>();
  for (const input of nodes.flatMap(({ inputs }) => inputs)) uses.set(input, (uses.get(input) ?? 0) + 1);
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));

  /** The bias with one axis; in its own place unless somebody else adds it too. */
  const flat = (bias: Initializer): string => {
    const { name, data, type } = bias;
    if (uses.get(name) !== 1) return writer.constant(data, [data.length], type, `${name}/flat`);
    initializers.set(name, { ...bias, dims: [data.length] });
    return name;
  };

  const both = (first: OnnxNode, second: OnnxNode, other: Initializer): OnnxNode | undefined => {
    if (second.opType === 'Add' && takesBias(first, other, initializers)) {
      return { ...first, inputs: [...first.inputs, flat(other)], outputs: second.outputs };
    }
    const isCut = first.opType === 'Relu' && second.opType === 'Min' && second.inputs.length === 2;
    if (!isCut || other.dims.length > 0 || other.type !== 'float32') return undefined;
    return { ...second, opType: 'Clip', inputs: [first.inputs[0] as string, writer.number(0), other.name] };
  };

  const fused = new Set<OnnxNode>();
  for (const [at, second] of nodes.entries()) {
    const [between, given] = second.inputs as [string, string];
    const [first, other] = [makers.get(between), initializers.get(given)];
    if (!first || !other || uses.get(between) !== 1 || outputs.has(between)) continue;
    const one = both(first, second, other);
    if (!one) continue;
    fused.add(first);
    // It stands where the second stood.
    nodes[at] = one;
    for (const output of one.outputs) makers.set(output, one);
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
