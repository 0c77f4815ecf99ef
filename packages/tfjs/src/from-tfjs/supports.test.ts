import {
  type Attrs,
  type Backend,
  type Kernel,
  type KernelInput,
  scope,
  sizeOf,
  type TensorSpec,
  useBackend,
} from '@descent/core';
import { inputTensor, opCases } from '@descent/testing';
import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { fromTfjs } from './from-tfjs.js';

/** Names of the kernels of tfjs that ran. */
const ran: string[] = [];
const restore: (() => void)[] = [];

beforeEach(() => {
  for (const name of ['cpu', 'wasm']) {
    for (const config of getKernelsForBackend(name)) {
      const { kernelFunc, kernelName } = config;
      config.kernelFunc = (given) => {
        ran.push(kernelName);
        return kernelFunc(given);
      };
      restore.push(() => {
        config.kernelFunc = kernelFunc;
      });
    }
  }
});
afterEach(() => {
  for (const each of restore.splice(0)) each();
});

/** A backend that notes calls which did not run as it had said. */
function watched(backend: Backend, wrong: string[]): Backend {
  const run = <A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ) => {
    ran.length = 0;
    const made = backend.run(kernel, inputs, attrs, outputs);
    // Of nothing there is nothing to compute. Views, and another dtype for the result, are no kernels of their own.
    if ([...inputs, ...outputs].every(({ shape }) => sizeOf(shape) > 0)) {
      const names = ran.filter((name) => name !== 'Reshape');
      if (names.at(-1) === 'Cast') names.pop();
      const isOne = names.length === 0 || (names.length === 1 && names[0] === kernel.name);
      const said = backend.supports(kernel.name, inputs, attrs);
      const found =
        ran.length === 0 && inputs.length > 0 ? ['reference', 'native'] : [isOne ? 'native' : 'decomposed'];
      if (!found.includes(said as string)) wrong.push(`${kernel.name}: ${said}, ran ${ran}`);
    }
    return made;
  };
  return Object.assign(Object.create(backend) as Backend, {
    run,
    upload: backend.upload.bind(backend),
    free: backend.free.bind(backend),
    readSync: backend.readSync?.bind(backend),
    memory: backend.memory.bind(backend),
  });
}

it.each(['cpu', 'wasm'])('kernels of %s run as the backend says', async (name) => {
  const wrong: string[] = [];
  await useBackend(watched(await fromTfjs(name), wrong));
  let count = 0;
  for (const row of opCases) {
    ran.length = 0;
    try {
      scope(() => row.run(...row.inputs.map(inputTensor)) && undefined);
      count++;
    } catch {
      // Those that are missing are listed among the differences.
    }
  }
  expect([...new Set(wrong)]).toEqual([]);
  expect(count).toBeGreaterThan(1000);
});
