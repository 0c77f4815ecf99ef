import type { Backend } from '../backend.js';
import { commonBackend } from '../common-backend.js';
import { bytesPerElement } from '../dtype.js';
import type { Attrs, Kernel, TensorSpec } from '../kernel.js';
import { onDevice } from '../lost.js';
import { adopt, reserve } from '../scope.js';
import { sizeOf } from '../shape.js';
import { Storage } from '../storage.js';
import { storageFor, Tensor } from '../tensor.js';
import type { Graph } from './graph.js';

/** One kernel call, resolved as far as it can be before the run. */
interface Step {
  readonly kernel: Kernel;
  readonly inputs: readonly number[];
  readonly attrs: Attrs;
  readonly outputs: readonly number[];
  readonly specs: readonly TensorSpec[];
  /** Values that nothing needs after this step. */
  readonly dead: readonly number[];
}

/** Runs a graph kernel by kernel, straight on its backend. */
export class Replay {
  readonly #graph: Graph;
  readonly #steps: readonly Step[];
  readonly #resultBytes: number;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#steps = stepsOf(graph);
    this.#resultBytes = graph.outputs.reduce(
      (sum, value) => sum + bytesOf(graph.values[value] as TensorSpec),
      0,
    );
  }

  /**
   * Runs once. Cells change only after the last kernel has succeeded: after an error they hold what they held.
   * @returns the results, new handles
   */
  run(args: readonly Tensor[]): Tensor[] {
    const { values, inputs, cells, constants, outputs } = this.#graph;
    const slots = new Array<Storage | undefined>(values.length);
    const load = (value: number, tensor: Tensor): void => {
      slots[value]?.release();
      slots[value] = storageFor(tensor, 'compile').retain();
    };
    try {
      inputs.forEach((value, i) => {
        load(value, args[i] as Tensor);
      });
      for (const { variable, input } of cells) load(input, variable.held());
      for (const [value, tensor] of constants) load(value, tensor);
      reserve('compile', this.#resultBytes);
      const backend = commonBackend(
        'compile',
        slots.filter((slot) => slot !== undefined),
      );
      for (const step of this.#steps) this.#runStep(backend, step, slots);
      const results = outputs.map((value) => this.#handle(slots, value));
      const assigned = cells.map(({ output }) =>
        output === undefined ? undefined : this.#handle(slots, output),
      );
      cells.forEach(({ variable }, i) => {
        const next = assigned[i];
        if (next) variable.replace(next);
      });
      for (const result of results) adopt(result);
      return results;
    } finally {
      for (const slot of slots) slot?.release();
    }
  }

  #runStep(backend: Backend, step: Step, slots: (Storage | undefined)[]): void {
    const { kernel, inputs, attrs, outputs, specs } = step;
    if (kernel.alias) {
      slots[outputs[0] as number] = (slots[inputs[0] as number] as Storage).retain();
    } else {
      const given = inputs.map((value) => {
        const { shape, dtype } = this.#graph.values[value] as TensorSpec;
        return { buffer: (slots[value] as Storage).buffer, shape, dtype };
      });
      const buffers = onDevice(kernel.op, backend, () => backend.run(kernel, given, attrs, specs));
      buffers.forEach((buffer, i) => {
        slots[outputs[i] as number] = new Storage(
          backend,
          buffer,
          bytesOf(specs[i] as TensorSpec),
          kernel.op,
        );
      });
    }
    for (const value of step.dead) {
      slots[value]?.release();
      slots[value] = undefined;
    }
  }

  #handle(slots: readonly (Storage | undefined)[], value: number): Tensor {
    const { shape, dtype } = this.#graph.values[value] as TensorSpec;
    return new Tensor(shape, dtype, (slots[value] as Storage).retain(), 'compile');
  }
}

/** Bytes of a value. */
export function bytesOf({ shape, dtype }: TensorSpec): number {
  return sizeOf(shape) * bytesPerElement(dtype);
}

function stepsOf(graph: Graph): Step[] {
  const kept = new Set([...graph.outputs, ...graph.cells.map(({ output }) => output)]);
  const last = new Map<number, number>();
  graph.nodes.forEach((node, i) => {
    for (const value of [...node.inputs, ...node.outputs]) if (!kept.has(value)) last.set(value, i);
  });
  const deadAfter = new Map<number, number[]>();
  for (const [value, i] of last) deadAfter.set(i, [...(deadAfter.get(i) ?? []), value]);
  return graph.nodes.map((node, i) => ({
    kernel: graph.kernels.get(node.kernel) as Kernel,
    inputs: node.inputs,
    attrs: node.attrs,
    outputs: node.outputs,
    specs: node.outputs.map((value) => graph.values[value] as TensorSpec),
    dead: deadAfter.get(i) ?? [],
  }));
}
