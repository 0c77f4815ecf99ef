import { kernels, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';
import { webgpuElementwise } from './webgpu-elementwise.js';
import { webgpuMaxPools } from './webgpu-max-pools.js';
import { webgpuMoves } from './webgpu-moves.js';
import { webgpuPhilox } from './webgpu-philox.js';
import { webgpuRunning } from './webgpu-running.js';
import { webgpuTopK } from './webgpu-top-k.js';
import { webgpuTransforms } from './webgpu-transforms.js';
import { webgpuWholeNumbers } from './webgpu-whole-numbers.js';

/** Kernels that tfjs' WebGPU backend has, but not as they should be, or lacks alone. */
const own: Readonly<Record<string, CallOfTfjs>> = {
  PhiloxBits: webgpuPhilox,
  // tfjs has 1 for ∞ / ∞.
  Softmax({ inputs: [x], run }) {
    const given = x as TensorInfo;
    const axis = [given.shape.length - 1];
    const largest = run('Max', [given], { reductionIndices: axis, keepDims: true });
    const shares = run('Exp', run('Sub', [given, ...largest]));
    return run('RealDiv', [...shares, ...run('Sum', shares, { axis, keepDims: true })]);
  },
  TopK: webgpuTopK,
  ...webgpuElementwise,
  ...webgpuMaxPools,
  ...webgpuMoves,
  ...webgpuRunning,
  ...webgpuTransforms,
  ...webgpuWholeNumbers,
};

/**
 * What makes a kernel's outputs on tfjs' WebGPU backend. Kernels that it is made of are ours too, where tfjs' are not as
 * they should be.
 * @param otherwise - what makes it on other backends
 */
export function callOfWebgpu(kernelName: string, otherwise: CallOfTfjs | undefined): CallOfTfjs | undefined {
  const made = own[kernelName] ?? otherwise;
  return made && ((call) => made(withOwn(call, [kernelName])));
}

/** A call whose kernels are ours, but those that are being made. */
function withOwn(call: Call, within: readonly string[]): Call {
  return {
    ...call,
    run: (name, inputs, attrs = {}) => {
      const made = within.includes(name) ? undefined : own[name];
      if (!made) return call.run(name, inputs, attrs);
      const kernel = kernels.find((each) => each.name === name);
      const specs = inputs.map(({ shape, dtype }) => ({ shape, dtype })) as unknown as readonly TensorSpec[];
      const outputs = kernel?.outputs(specs, attrs) ?? [];
      return made({ ...withOwn(call, [...within, name]), inputs, attrs, outputs });
    },
  };
}
