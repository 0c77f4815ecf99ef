import { describeValue, FormatError } from '@descent/core';
import { mostExampleSize, mostLayers, mostNesting } from './limits.js';
import type { GraphTopology, LayerTopology, Topology } from './topology.js';

/**
 * Checks that data of a file are a topology: every layer after those that it consists of, every value before it is used.
 * @param file - its name, for messages
 * @throws FormatError E_FORMAT saying where it is none, E_LIMIT for one that is too large
 */
export function checkTopology(file: string, data: unknown): Topology {
  const fail = (what: string): never => {
    throw new FormatError(`${file}: ${what}`);
  };
  const object = (value: unknown, where: string): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : fail(`${where} is not an object: ${describeValue(value)}`);
  const list = (value: unknown, where: string): readonly unknown[] => {
    if (!Array.isArray(value)) return fail(`${where} is not a list: ${describeValue(value)}`);
    checkCount(file, where, value.length);
    return value;
  };
  const places = (value: unknown, where: string, count: number): void => {
    for (const place of list(value, where)) {
      if (!Number.isInteger(place) || (place as number) < 0 || (place as number) >= count) {
        fail(
          `${where} names ${describeValue(place)}, there ${count === 1 ? 'is' : 'are'} ${count} before it`,
        );
      }
    }
  };
  // Whether a layer gives as many results is known when it is made.
  const values = (value: unknown, where: string, sources: number): void => {
    for (const each of list(value, where)) {
      const [source, result] = list(each, where);
      places([source], where, sources);
      places([result], where, mostLayers);
    }
  };

  const topology = object(data, 'the topology');
  if (topology.kind !== 'model' && topology.kind !== 'sequential') {
    fail(`the topology's kind is ${describeValue(topology.kind)}`);
  }
  if (typeof topology.name !== 'string') fail(`the topology's name is ${describeValue(topology.name)}`);
  const layers = list(topology.layers, 'layers');
  const depths: number[] = [];
  const checkGraph = (value: unknown, where: string, before: number): number => {
    const graph = object(value, where);
    const inputs = list(graph.inputs, `${where}.inputs`);
    for (const [i, each] of inputs.entries()) {
      const { shape, name } = object(each, `${where}.inputs[${i}]`);
      checkShape(file, `${where}.inputs[${i}]`, shape);
      if (name !== undefined && typeof name !== 'string')
        fail(`${where}.inputs[${i}] is called ${describeValue(name)}`);
    }
    let depth = 0;
    const nodes = list(graph.nodes, `${where}.nodes`);
    for (const [i, each] of nodes.entries()) {
      const node = object(each, `${where}.nodes[${i}]`);
      places([node.layer], `${where}.nodes[${i}].layer`, before);
      values(node.from, `${where}.nodes[${i}].from`, inputs.length + i);
      depth = Math.max(depth, depths[node.layer as number] as number);
    }
    values(graph.outputs, `${where}.outputs`, inputs.length + nodes.length);
    return depth;
  };
  for (const [i, each] of layers.entries()) {
    const where = `layers[${i}]`;
    const layer = object(each, where);
    if (typeof layer.kind !== 'string') fail(`${where}.kind is ${describeValue(layer.kind)}`);
    if (typeof layer.name !== 'string') fail(`${where}.name is ${describeValue(layer.name)}`);
    object(layer.config, `${where}.config`);
    let depth = 0;
    if (layer.inner !== undefined) {
      places(layer.inner, `${where}.inner`, i);
      for (const place of layer.inner as number[]) depth = Math.max(depth, depths[place] as number);
    }
    if (layer.graph !== undefined) depth = Math.max(depth, checkGraph(layer.graph, `${where}.graph`, i));
    depths.push(depth + 1);
    if (depth + 1 > mostNesting) {
      throw new FormatError(`${file}: ${where} nests ${depth + 1} layers, ${mostNesting} are read`, {
        code: 'E_LIMIT',
      });
    }
  }
  checkGraph(topology.graph, 'graph', layers.length);
  return data as unknown as Topology & { layers: LayerTopology[]; graph: GraphTopology };
}

/**
 * Checks how many layers, inputs or nodes there are.
 * @throws FormatError E_LIMIT
 */
export function checkCount(file: string, what: string, count: number): void {
  if (count <= mostLayers) return;
  throw new FormatError(`${file}: ${what} has ${count} entries, ${mostLayers} are read`, { code: 'E_LIMIT' });
}

/**
 * Checks the shape of one example.
 * @throws FormatError, E_LIMIT for one that is too large
 */
export function checkShape(file: string, where: string, shape: unknown): asserts shape is readonly number[] {
  const isShape =
    Array.isArray(shape) && shape.length <= 16 && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!isShape) throw new FormatError(`${file}: ${where} has the shape ${describeValue(shape)}`);
  if (shape.reduce((size, n) => size * n, 1) <= mostExampleSize) return;
  throw new FormatError(`${file}: ${where} has the shape [${shape.join(', ')}], which is too large`, {
    code: 'E_LIMIT',
  });
}
