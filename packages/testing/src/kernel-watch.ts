import {
  type Attrs,
  type Backend,
  type Kernel,
  type KernelInput,
  sizeOf,
  type TensorSpec,
} from '@descent/core';

/** From so many elements on a tensor is cut up: for threads, for groups of a GPU. */
const many = 4096;

/** A call of a kernel, without its values. */
export interface KernelCall {
  readonly kernel: string;
  readonly inputs: readonly TensorSpec[];
  readonly attrs: Attrs;
}

/** What a backend ran: `Add of float32`, `Add of float32, many`, each with calls of other shapes or attributes. */
export type Seen = ReadonlyMap<string, ReadonlyMap<string, KernelCall>>;

/** A backend that notes which kernels it runs, each with the dtypes of its inputs. */
export class KernelWatch {
  readonly backend: Backend;
  #seen = new Map<string, Map<string, KernelCall>>();

  /** @param backend - an object without private state, as the reference backend is */
  constructor(backend: Backend) {
    this.backend = {
      ...backend,
      run: <A extends Attrs>(
        kernel: Kernel<A>,
        inputs: readonly KernelInput[],
        attrs: A,
        outputs: readonly TensorSpec[],
      ) => {
        this.#note(kernel.name, inputs, attrs, outputs);
        return backend.run(kernel, inputs, attrs, outputs);
      },
    };
  }

  /** What it ran since it was asked before. */
  taken(): Seen {
    const seen = this.#seen;
    this.#seen = new Map();
    return seen;
  }

  #note(kernel: string, inputs: readonly KernelInput[], attrs: Attrs, outputs: readonly TensorSpec[]): void {
    const isLarge = [...inputs, ...outputs].some(({ shape }) => sizeOf(shape) >= many);
    const key = `${kernel} of ${[...new Set(inputs.map(({ dtype }) => dtype))]}${isLarge ? ', many' : ''}`;
    const calls = this.#seen.get(key) ?? new Map<string, KernelCall>();
    this.#seen.set(key, calls);
    const specs = inputs.map(({ shape, dtype }) => ({ shape, dtype }));
    const call = { kernel, inputs: specs, attrs };
    calls.set(JSON.stringify(call), call);
  }
}
