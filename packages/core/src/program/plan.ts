import type { Backend, DeviceProgram, Executable, ProgramValue } from '../backend.js';
import { commonBackend } from '../common-backend.js';
import { adopt, reserve } from '../scope.js';
import { Storage } from '../storage.js';
import { storageFor, Tensor } from '../tensor.js';
import type { Graph } from './graph.js';
import { bytesOf } from './replay.js';

/** A backend that makes whole programs ready to run. */
export type CompilingBackend = Backend & Required<Pick<Backend, 'compile'>>;

/** True for backends that make whole programs ready to run. */
export function compiles(backend: Backend): backend is CompilingBackend {
  return backend.compile !== undefined;
}

/** Runs a graph as one {@link Executable} of its backend. */
export class Plan {
  readonly #graph: Graph;
  readonly #backend: Backend;
  readonly #program: DeviceProgram;
  readonly #executable: Executable;
  /** For every value the one whose buffer it shares. */
  readonly #roots: readonly number[];
  readonly #resultBytes: number;

  constructor(graph: Graph, backend: CompilingBackend) {
    this.#graph = graph;
    this.#backend = backend;
    this.#roots = rootsOf(graph);
    this.#program = deviceProgramOf(graph, this.#roots);
    this.#executable = backend.compile(this.#program);
    this.#resultBytes = this.#program.results.reduce((sum, result) => sum + bytesOf(result), 0);
  }

  /**
   * Runs once. After an error cells hold what they held.
   * @returns the results, new handles
   */
  run(args: readonly Tensor[]): Tensor[] {
    const { cells, constants, outputs } = this.#graph;
    const { results } = this.#program;
    const given = [...args, ...cells.map(({ variable }) => variable.held()), ...constants.values()].map(
      (tensor) => storageFor(tensor, 'compile'),
    );
    commonBackend('compile', given);
    reserve('compile', this.#resultBytes);
    const isSpare = given.map((storage, i) => {
      const cell = cells[i - args.length];
      return (
        cell?.variable.isSpare === true && given.indexOf(storage) === i && given.lastIndexOf(storage) === i
      );
    });
    const buffers = this.#executable.run(
      given.map(({ buffer }) => buffer),
      isSpare,
    );
    const storages = new Map<number, Storage>();
    this.#program.given.forEach(({ value }, i) => {
      storages.set(value, given[i] as Storage);
    });
    const made = results.flatMap((result, i) => {
      const replaced = given[this.#program.replaces[i] ?? -1];
      if (replaced?.buffer === buffers[i]) {
        storages.set(result.value, replaced as Storage);
        return [];
      }
      const storage = new Storage(this.#backend, buffers[i] as object, bytesOf(result), 'compile');
      storages.set(result.value, storage);
      return [storage];
    });
    const returned = outputs.map((value) => this.#handle(storages, value));
    const assigned = cells.map(({ input, output }) => {
      // Overwritten in place: the cell holds the new values already.
      const isThere =
        output === undefined || this.#storage(storages, output) === this.#storage(storages, input);
      return isThere ? undefined : this.#handle(storages, output);
    });
    cells.forEach(({ variable }, i) => {
      const next = assigned[i];
      if (next) variable.replace(next);
    });
    for (const storage of made) storage.release();
    for (const tensor of returned) adopt(tensor);
    return returned;
  }

  dispose(): void {
    this.#executable.dispose();
  }

  #storage(storages: ReadonlyMap<number, Storage>, value: number): Storage {
    return storages.get(this.#roots[value] as number) as Storage;
  }

  #handle(storages: ReadonlyMap<number, Storage>, value: number): Tensor {
    const { shape, dtype } = this.#graph.values[value] as ProgramValue;
    return new Tensor(shape, dtype, this.#storage(storages, value).retain(), 'compile');
  }
}

/** For every value the one whose buffer it shares: itself, or what it is an alias of. */
function rootsOf(graph: Graph): number[] {
  const roots = graph.values.map((_, value) => value);
  for (const { kernel, inputs, outputs } of graph.nodes) {
    if (graph.kernels.get(kernel)?.alias) {
      roots[outputs[0] as number] = roots[inputs[0] as number] as number;
    }
  }
  return roots;
}

function deviceProgramOf(graph: Graph, roots: readonly number[]): DeviceProgram {
  const seen = (value: number): ProgramValue => {
    const { shape, dtype } = graph.values[value] as ProgramValue;
    return { value: roots[value] as number, shape, dtype };
  };
  const given = [...graph.inputs, ...graph.cells.map(({ input }) => input), ...graph.constants.keys()];
  const calls = graph.nodes.flatMap((node) => {
    const kernel = graph.kernels.get(node.kernel);
    if (!kernel || kernel.alias) return [];
    return [{ kernel, inputs: node.inputs.map(seen), attrs: node.attrs, outputs: node.outputs.map(seen) }];
  });
  const made = new Set(calls.flatMap(({ outputs }) => outputs.map(({ value }) => value)));
  const kept = new Set(
    [...graph.outputs, ...graph.cells.map(({ output }) => output ?? -1)].map((value) => roots[value]),
  );
  const replaces = new Map<number, number | undefined>();
  for (const { input, output } of graph.cells) {
    const root = output === undefined ? undefined : roots[output];
    if (root === undefined || !made.has(root)) continue;
    // A value that two cells take replaces neither, and old values that are a result too stay.
    replaces.set(root, replaces.has(root) || kept.has(roots[input]) ? undefined : given.indexOf(input));
  }
  for (const output of graph.outputs) {
    const root = roots[output] as number;
    if (made.has(root)) replaces.set(root, undefined);
  }
  return {
    given: given.map(seen),
    calls,
    results: [...replaces.keys()].map((value) => seen(value)),
    replaces: [...replaces.values()],
  };
}
