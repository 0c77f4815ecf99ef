import {
  type Attrs,
  type Backend,
  type HostTensor,
  type Kernel,
  type KernelInput,
  referenceBackend,
  sizeOf,
  type TensorSpec,
} from '@descent/core';

type Reference = Kernel['reference'];

/** The reference backend with one kernel replaced. */
export function withKernel(name: string, replace: (right: Reference) => Reference): Backend {
  const backend = referenceBackend();
  return {
    ...backend,
    run<A extends Attrs>(
      kernel: Kernel<A>,
      inputs: readonly KernelInput[],
      attrs: A,
      outputs: readonly TensorSpec[],
    ) {
      if (kernel.name !== name) return backend.run(kernel, inputs, attrs, outputs);
      const reference = replace(kernel.reference as Reference) as Kernel<A>['reference'];
      return backend.run({ ...kernel, reference }, inputs, attrs, outputs);
    },
  };
}

/** The reference backend with a kernel whose first value is off. */
export function off(name: string, by: number): Backend {
  return withKernel(name, (right) => (inputs, outputs, attrs) => {
    right(inputs, outputs, attrs);
    const { values } = outputs[0] as HostTensor;
    values[0] = (values[0] as number) + by;
  });
}

/** A backend of any kind with one kernel whose results are the same everywhere. What they were is not read. */
export function dulled(backend: Backend, name: string): Backend {
  const own = Object.create(backend) as Backend;
  // Methods that have private state run on the backend itself.
  for (const key of ['upload', 'read', 'readSync', 'free', 'supports', 'sync', 'memory'] as const) {
    const method = backend[key] as unknown as ((...given: unknown[]) => unknown) | undefined;
    if (method) Object.assign(own, { [key]: method.bind(backend) });
  }
  return Object.defineProperties(own, {
    name: { value: backend.name },
    description: { value: backend.description },
    lost: { get: () => backend.lost },
    // Programs are replayed call by call.
    compile: { value: undefined },
    run: {
      value<A extends Attrs>(
        kernel: Kernel<A>,
        inputs: readonly KernelInput[],
        attrs: A,
        outputs: readonly TensorSpec[],
      ) {
        if (kernel.name !== name) return backend.run(kernel, inputs, attrs, outputs);
        return outputs.map(({ shape, dtype }) => {
          const size = sizeOf(shape);
          const values = dtype === 'bool' ? new Uint8Array(size).fill(1) : dullValues(dtype, size);
          return backend.upload(values, shape, dtype);
        });
      },
    },
  });
}

function dullValues(
  dtype: 'float32' | 'int32',
  size: number,
): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  return (dtype === 'int32' ? new Int32Array(size) : new Float32Array(size)).fill(37);
}
