import { type Backend, scope, sizeOf, useBackend } from '@descent/core';
import { inputTensor, opCases } from '@descent/testing';
import { expect, it } from 'vitest';
import { cpu } from './cpu.js';

/** The calls among the cases of the contract that no row of the kernel table takes, and why. */
const fallbacks: Readonly<Record<string, string>> = {
  'ClipByValue of int32': 'bounds that are no whole numbers of 32 bits',
  'FusedBatchNorm of float32, float32, float32, float32, float32': 'parameters of other axes than the last',
  'LayerNorm of float32': 'rows of nothing',
};

/** What a backend leaves to the reference kernels while `run` runs: kernel and dtypes of the inputs. */
function leftToReference(backend: Backend, run: () => void): string[] {
  const left = new Set<string>();
  const runKernel = backend.run.bind(backend);
  backend.run = (kernel, inputs, attrs, outputs) => {
    const isAny = outputs.some(({ shape }) => sizeOf(shape) > 0);
    if (isAny && backend.supports(kernel.name, inputs, attrs) === 'reference') {
      left.add(`${kernel.name} of ${inputs.map(({ dtype }) => dtype).join(', ')}`);
    }
    return runKernel(kernel, inputs, attrs, outputs);
  };
  run();
  return [...left].sort();
}

it('no case of the contract falls back to a reference kernel, but those that are known', async () => {
  const backend = await useBackend(cpu());
  const left = leftToReference(backend, () => {
    for (const row of opCases) {
      scope(() => {
        const inputs = row.inputs.map((input, i) => inputTensor(input, i));
        row.run(...inputs);
      });
    }
  });
  backend.dispose();
  expect(left).toEqual(Object.keys(fallbacks).sort());
});
