import { type Backend, ValueError } from '@descent/core';
import {
  type KernelFunc,
  type NamedTensorInfoMap,
  registerBackend,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { DescentBackend } from './descent-backend.js';
import { type HostBackend, hostBackend, hostKernelNames, runOnHost } from './host-kernels.js';
import { adapters } from './kernels/index.js';
import { isNumeric } from './tensor-store.js';

/** Options of {@link toTfjs}. */
export interface ToTfjsOptions {
  /** What `tf.setBackend` will call it. Default `descent-` and the backend's own name. */
  readonly name?: string;
  /**
   * Whether kernels that Descent does not have (strings, complex numbers, FFT, sparse tensors) run on
   * `@tensorflow/tfjs-backend-cpu` where that is installed. Default true.
   */
  readonly useTfjsCpu?: boolean;
}

/**
 * Gives a backend to TensorFlow.js, so that programs written for `tf` run on it unchanged: `tf.setBackend(name)`.
 *
 * Registered are the backend and its kernels; nothing is set. tfjs owns it from here on, and `tf.engine().reset()`
 * frees the tensors that it made.
 *
 * @param device - a backend that reads at once, such as `await cpu()`
 * @returns the name
 * @throws ValueError for a name with `_`, which tfjs cannot look up, and for a backend that cannot read at once
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * await tf.setBackend(await toTfjs(await cpu({ threads: 1 })));
 */
export async function toTfjs(
  device: Backend,
  { name = `descent-${device.name}`, useTfjsCpu = true }: ToTfjsOptions = {},
): Promise<string> {
  if (name === '' || name.includes('_')) {
    throw new ValueError(`toTfjs: TensorFlow.js finds no kernels of a backend called '${name}'`, {
      fix: 'take a name without _, such as descent-cpu',
    });
  }
  if (!device.readSync) {
    throw new ValueError(`toTfjs: ${device.name} cannot read at once, as kernels of TensorFlow.js do`, {
      fix: "give it a CPU backend: await toTfjs(await cpu()), with cpu from '@descent/backend-cpu'",
    });
  }
  const host = useTfjsCpu ? await hostBackend() : undefined;
  registerBackend(name, () => new DescentBackend(device));
  const kernelNames = new Set([...Object.keys(adapters), ...(host ? hostKernelNames() : [])]);
  for (const kernelName of kernelNames) {
    registerKernel({ kernelName, backendName: name, kernelFunc: kernelFunction(kernelName, host) });
  }
  return name;
}

/** Kernels that look at shapes alone, whatever the values are. */
const views = new Set(['ExpandDims', 'Identity', 'Reshape']);

/** One kernel: on ours where there is an adapter and it can hold the inputs, else on tfjs' own. */
function kernelFunction(name: string, host: HostBackend | undefined): KernelFunc {
  const run = adapters[name];
  return ({ inputs, attrs, backend }) => {
    const ours = backend as DescentBackend;
    return ours.during<TensorInfo | TensorInfo[]>(() => {
      if (run && (views.has(name) || isOurs(inputs, attrs?.dtype))) {
        return run({ backend: ours, inputs, attrs } as never);
      }
      if (host) return runOnHost(host, ours, name, inputs, attrs);
      throw new Error(
        `Kernel '${name}' of ${dtypesOf(inputs, attrs?.dtype)} is not one of Descent's\n  fix: npm install @tensorflow/tfjs-backend-cpu, which runs what Descent does not`,
      );
    });
  };
}

/** Whether buffers of ours can hold the inputs and what the call makes. */
function isOurs(inputs: NamedTensorInfoMap, dtype: unknown): boolean {
  if (typeof dtype === 'string' && !isNumeric(dtype)) return false;
  return Object.values(inputs).every((info) => !info || isNumeric(info.dtype));
}

function dtypesOf(inputs: NamedTensorInfoMap, dtype: unknown): string {
  const dtypes = Object.values(inputs).map((info) => info?.dtype);
  return [...new Set([...dtypes, dtype])].filter((each) => typeof each === 'string').join(' and ');
}
