import {
  type Attrs,
  type Backend,
  type HostTensor,
  type Kernel,
  type KernelInput,
  referenceBackend,
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
