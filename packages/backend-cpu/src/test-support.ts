import type { Worker } from 'node:worker_threads';
import {
  type Attrs,
  type Backend,
  type DType,
  hasRelaxedSimd,
  type Kernel,
  kernels,
  type Shape,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import { expect, onTestFinished } from 'vitest';
import { cpu } from './cpu.js';
import type { Build } from './wasm-module.js';
import { cpuInWorker } from './worker/cpu-in-worker.js';

/** The builds that this engine can run. */
export const builds: readonly Build[] = hasRelaxedSimd() ? ['relaxed', 'plain'] : ['plain'];

/** A backend of every build that this engine can run. */
export const backends: readonly Backend[] = await Promise.all(builds.map((build) => cpu({ build })));

/** The ways to run plans: every build, on one thread and on several, and in a Worker. */
export function planBackends(
  threads: number,
): readonly { readonly place: string; make(): Promise<Backend> }[] {
  return builds.flatMap((build) => [
    { place: `of the ${build} build on 1 thread`, make: () => cpu({ build, threads: 1 }) },
    { place: `of the ${build} build on ${threads} threads`, make: () => cpu({ build, threads }) },
    { place: `of the ${build} build in a Worker`, make: () => cpuInWorker({ build, threads }) },
  ]);
}

/** Values with their shape, for uploading. */
export interface Given extends TensorSpec {
  readonly values: ArrayLike<number>;
}

/** A float32 input. */
export function floats(values: ArrayLike<number>, shape: Shape = [values.length]): Given {
  return { values, shape, dtype: 'float32' };
}

/** An int32 input. */
export function ints(values: ArrayLike<number>, shape: Shape = [values.length]): Given {
  return { values, shape, dtype: 'int32' };
}

/** A bool input. */
export function bools(values: ArrayLike<number>, shape: Shape = [values.length]): Given {
  return { values, shape, dtype: 'bool' };
}

/** A kernel that has no reference to fall back on. */
export function nativeKernel(name: string): Kernel {
  return {
    name,
    op: name,
    outputs: () => [],
    reference() {
      throw new Error(`${name} fell back to the reference kernel`);
    },
  };
}

/** Runs a kernel once in WebAssembly and reads its outputs; leaves nothing behind. */
export function runForAll(
  backend: Backend,
  name: string,
  inputs: readonly Given[],
  attrs: Attrs,
  outputs: readonly TensorSpec[],
): TypedArray[] {
  const before = backend.memory();
  const given = inputs.map((input) => {
    const buffer = backend.upload(typed(input), input.shape, input.dtype);
    return { buffer, shape: input.shape, dtype: input.dtype };
  });
  try {
    const made = backend.run(nativeKernel(name), given, attrs, outputs);
    const values = made.map((out) => backend.readSync?.(out) as TypedArray);
    for (const buffer of made) backend.free(buffer);
    return values;
  } finally {
    for (const { buffer } of given) backend.free(buffer);
    expect(backend.memory()).toEqual(before);
  }
}

/** {@link runForAll} of a kernel with one output. */
export function runNative(
  backend: Backend,
  name: string,
  inputs: readonly Given[],
  attrs: Attrs,
  shape: Shape,
  dtype: DType = 'float32',
): TypedArray {
  return runForAll(backend, name, inputs, attrs, [{ shape, dtype }])[0] as TypedArray;
}

/** What core's reference kernel makes of the same; float32. */
export function runReference(
  name: string,
  inputs: readonly Given[],
  attrs: Attrs,
  shape: Shape,
): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  const kernel = kernels.find((each) => each.name === name) as Kernel;
  const given = inputs.map((input) => ({ ...input, values: typed(input) }));
  kernel.reference(given, [{ values, shape, dtype: 'float32' }], attrs);
  return values;
}

function typed({ values, dtype }: Given): TypedArray {
  // `from` would walk through a typed array element by element.
  if (dtype === 'float32') return new Float32Array(values);
  return dtype === 'int32' ? new Int32Array(values) : new Uint8Array(values);
}

/** Pseudo-random float32 values in [-scale, scale), the same for the same seed (xorshift32). */
export function uniform(seed: number, size: number, scale = 1): Float32Array {
  const values = new Float32Array(size);
  let s = (seed * 7919 + 13) >>> 0;
  for (let i = 0; i < size; i++) {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    values[i] = ((s >>> 0) / 2 ** 32 - 0.5) * 2 * scale;
  }
  return values;
}

/** A tensor of a golden file. */
export interface GoldenTensor {
  readonly shape: number[];
  readonly values: number[];
}

/** The workers that are started meanwhile, and what was to start them. */
export async function workersOf<T>(start: () => Promise<T>): Promise<[T, readonly Worker[]]> {
  const workers: Worker[] = [];
  const listen = (worker: Worker): number => workers.push(worker);
  process.on('worker', listen);
  onTestFinished(() => void process.off('worker', listen));
  return [await start(), workers];
}
