import { applyKernel } from '../dispatch.js';
import { exactJson } from '../exact-json.js';
import type { Kernel } from '../kernel.js';
import { scope } from '../scope.js';
import { discard, share, type Tensor } from '../tensor.js';
import type { Graph } from './graph.js';
import type { ProgramNode } from './program.js';

/** A graph whose folded constants are its own; free them with {@link OptimizedGraph.dispose}. */
export interface OptimizedGraph extends Graph {
  dispose(): void;
}

/**
 * The same results with fewer calls: equal calls are made once (kernels are pure), calls on constants are made
 * now, and calls that nothing needs are dropped.
 */
export function optimize(graph: Graph): OptimizedGraph {
  const constants = new Map<number, Tensor>();
  const dispose = (): void => {
    for (const tensor of constants.values()) discard(tensor);
    constants.clear();
  };
  try {
    for (const [value, tensor] of graph.constants) constants.set(value, share(tensor));
    const merged = mergeEqual(graph);
    const folded = foldConstants(merged, constants);
    const nodes = dropUnused(merged, folded);
    dropUnusedConstants(merged, nodes, constants);
    return { ...merged, nodes, constants, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Common-subexpression elimination: a call with the kernel, inputs and attrs of an earlier one is that one. */
function mergeEqual(graph: Graph): Graph {
  const same = new Map<number, number>();
  const canonical = (value: number): number => same.get(value) ?? value;
  const seen = new Map<string, ProgramNode>();
  const nodes: ProgramNode[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(canonical);
    const key = `${node.kernel}(${inputs.join()})${exactJson(node.attrs)}`;
    const earlier = seen.get(key);
    if (earlier) {
      node.outputs.forEach((output, i) => {
        same.set(output, earlier.outputs[i] as number);
      });
      continue;
    }
    const kept = { ...node, inputs };
    seen.set(key, kept);
    nodes.push(kept);
  }
  return {
    ...graph,
    nodes,
    outputs: graph.outputs.map(canonical),
    cells: graph.cells.map((cell) => ({
      ...cell,
      output: cell.output === undefined ? undefined : canonical(cell.output),
    })),
  };
}

/** Makes calls whose inputs are all constants now; their outputs join `constants`. */
function foldConstants(graph: Graph, constants: Map<number, Tensor>): ProgramNode[] {
  return graph.nodes.filter((node) => {
    if (!node.inputs.every((input) => constants.has(input))) return true;
    const kernel = graph.kernels.get(node.kernel) as Kernel;
    scope(() => {
      const inputs = node.inputs.map((input) => constants.get(input) as Tensor);
      applyKernel(kernel, inputs, node.attrs).forEach((output, i) => {
        constants.set(node.outputs[i] as number, share(output));
      });
    });
    return false;
  });
}

/** Dead-code elimination, from the results backwards. */
function dropUnused(graph: Graph, nodes: readonly ProgramNode[]): ProgramNode[] {
  const needed = new Set(resultsOf(graph));
  const kept: ProgramNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    kept.push(node);
  }
  return kept.reverse();
}

function dropUnusedConstants(
  graph: Graph,
  nodes: readonly ProgramNode[],
  constants: Map<number, Tensor>,
): void {
  const needed = new Set([...resultsOf(graph), ...nodes.flatMap((node) => node.inputs)]);
  for (const [value, tensor] of constants) {
    if (needed.has(value)) continue;
    discard(tensor);
    constants.delete(value);
  }
}

function resultsOf(graph: Graph): number[] {
  return [...graph.outputs, ...graph.cells.flatMap(({ output }) => (output === undefined ? [] : [output]))];
}
