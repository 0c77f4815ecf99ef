import type { Kernel, TensorSpec } from '../kernel.js';
import { readNow } from '../read-now.js';
import type { Tensor } from '../tensor.js';
import type { Variable } from '../variable.js';
import type { Capture } from './capture.js';
import type { Program, ProgramNode } from './program.js';

/** A program together with the run-time objects that it refers to: kernels, cells, captured tensors. */
export interface Graph {
  readonly values: readonly TensorSpec[];
  readonly inputs: readonly number[];
  readonly cells: readonly GraphCell[];
  /** Captured tensors by value. */
  readonly constants: ReadonlyMap<number, Tensor>;
  /** Those of them that are numbers which the function wrote, by value. */
  readonly numbers: ReadonlyMap<number, number>;
  readonly nodes: readonly ProgramNode[];
  readonly outputs: readonly number[];
  readonly kernels: ReadonlyMap<string, Kernel>;
}

/** A cell of a graph; `output` as in `ProgramCell`. */
interface GraphCell {
  readonly variable: Variable;
  readonly input: number;
  readonly output: number | undefined;
}

/** What a capture recorded, with `results` as outputs. Call it while the capture is open. */
export function graphOf(capture: Capture, results: readonly Tensor[]): Graph {
  const outputs = results.map((result) => capture.indexOf(result));
  const cells = [...capture.cells].map(([variable, { input, current }]) => {
    const last = capture.indexOf(current);
    return { variable, input, output: last === input ? undefined : last };
  });
  return {
    values: capture.values,
    inputs: capture.inputs,
    cells,
    constants: new Map([...capture.constants.values()].map(({ value, tensor }) => [value, tensor])),
    numbers: capture.numbers,
    nodes: capture.nodes,
    outputs,
    kernels: capture.kernels,
  };
}

/** The plain data of a graph: variables become names, captured tensors host values. */
export function programOf(graph: Graph): Program {
  return {
    values: graph.values,
    inputs: graph.inputs,
    cells: graph.cells.map(({ variable, input, output }) => ({ name: variable.name, input, output })),
    constants: [...graph.constants].map(([value, tensor]) => ({
      value,
      data: readNow(tensor, 'trace', 'pass the tensor to the function as an argument'),
    })),
    nodes: graph.nodes,
    outputs: graph.outputs,
  };
}
