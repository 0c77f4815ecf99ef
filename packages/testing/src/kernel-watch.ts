import type { Attrs, Backend, Kernel, KernelInput, TensorSpec } from '@descent/core';

/** A backend that notes which kernels it runs, each with the dtypes of its inputs. */
export class KernelWatch {
  readonly backend: Backend;
  #seen = new Set<string>();

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
        this.#seen.add(`${kernel.name} of ${[...new Set(inputs.map(({ dtype }) => dtype))]}`);
        return backend.run(kernel, inputs, attrs, outputs);
      },
    };
  }

  /** What it ran since it was asked before: `Add of float32`. */
  taken(): ReadonlySet<string> {
    const seen = this.#seen;
    this.#seen = new Set();
    return seen;
  }
}
