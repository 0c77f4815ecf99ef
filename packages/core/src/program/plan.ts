import type { Backend, DeviceProgram, Executable, ProgramValue } from '../backend.js';
import { commonBackend } from '../common-backend.js';
import type { TensorSpec } from '../kernel.js';
import { onDevice } from '../lost.js';
import { adopt, reserve } from '../scope.js';
import { Storage } from '../storage.js';
import { storageFor, Tensor } from '../tensor.js';
import type { Variable } from '../variable.js';
import type { Graph } from './graph.js';
import { bytesOf } from './replay.js';

/** A backend that makes whole programs ready to run. */
export type CompilingBackend = Backend & Required<Pick<Backend, 'compile'>>;

/** True for backends that make whole programs ready to run. */
export function compiles(backend: Backend): backend is CompilingBackend {
  return backend.compile !== undefined;
}

/** A tensor of the graph, and where its buffer is found: at a place among given values, then results. */
interface Held {
  readonly spec: TensorSpec;
  readonly place: number;
}

/** A cell that a run assigns. */
interface AssignedCell {
  readonly variable: Variable;
  readonly before: Held;
  readonly after: Held;
}

/** Runs a graph as one {@link Executable} of its backend. */
export class Plan {
  readonly #backend: Backend;
  readonly #executable: Executable;
  readonly #cells: readonly Variable[];
  readonly #constants: readonly Storage[];
  readonly #results: readonly number[];
  readonly #replaces: readonly (number | undefined)[];
  readonly #resultBytes: number;
  readonly #outputs: readonly Held[];
  readonly #assigned: readonly AssignedCell[];

  constructor(graph: Graph, backend: CompilingBackend) {
    const roots = rootsOf(graph);
    const program = deviceProgramOf(graph, roots);
    const values = [...program.given, ...program.results].map(({ value }) => value);
    const held = (value: number): Held => {
      return { spec: graph.values[value] as TensorSpec, place: values.indexOf(roots[value] as number) };
    };
    this.#backend = backend;
    this.#cells = graph.cells.map(({ variable }) => variable);
    this.#constants = [...graph.constants.values()].map((tensor) => storageFor(tensor, 'compile'));
    this.#results = program.results.map(bytesOf);
    this.#replaces = program.replaces;
    this.#resultBytes = this.#results.reduce((sum, bytes) => sum + bytes, 0);
    this.#outputs = graph.outputs.map(held);
    this.#assigned = graph.cells.flatMap(({ variable, input, output }) =>
      output === undefined ? [] : [{ variable, before: held(input), after: held(output) }],
    );
    this.#executable = backend.compile(program);
  }

  /**
   * Runs once. After an error cells hold what they held.
   * @returns the results, new handles
   */
  run(args: readonly Tensor[]): Tensor[] {
    const storages: Storage[] = [];
    const isSpare: boolean[] = [];
    for (const arg of args) {
      storages.push(storageFor(arg, 'compile'));
      isSpare.push(false);
    }
    for (const cell of this.#cells) {
      storages.push(storageFor(cell.held(), 'compile'));
      isSpare.push(cell.isSpare);
    }
    for (const storage of this.#constants) {
      storages.push(storage);
      isSpare.push(false);
    }
    commonBackend('compile', storages);
    reserve('compile', this.#resultBytes);
    const given = storages.map(({ buffer }) => buffer);
    const buffers = onDevice('compile', this.#backend, () => this.#executable.run(given, isSpare));
    const made: Storage[] = [];
    buffers.forEach((buffer, i) => {
      const replaced = this.#replaces[i];
      if (replaced !== undefined && given[replaced] === buffer) {
        storages.push(storages[replaced] as Storage);
      } else {
        const storage = new Storage(this.#backend, buffer, this.#results[i] as number, 'compile');
        made.push(storage);
        storages.push(storage);
      }
    });
    const handle = ({ spec, place }: Held): Tensor =>
      new Tensor(spec.shape, spec.dtype, (storages[place] as Storage).retain(), 'compile');
    const returned = this.#outputs.map(handle);
    // A cell that was overwritten in place holds its new values already.
    const changed = this.#assigned.filter(
      ({ before, after }) => storages[before.place] !== storages[after.place],
    );
    const next = changed.map(({ after }) => handle(after));
    changed.forEach(({ variable }, i) => {
      variable.replace(next[i] as Tensor);
    });
    for (const storage of made) storage.release();
    for (const tensor of returned) adopt(tensor);
    return returned;
  }

  dispose(): void {
    this.#executable.dispose();
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
    numbers: graph.numbers,
    calls,
    results: [...replaces.keys()].map((value) => seen(value)),
    replaces: [...replaces.values()],
  };
}
