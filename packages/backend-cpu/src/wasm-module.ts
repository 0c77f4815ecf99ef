import { BackendError, hasRelaxedSimd } from '@descent/core';
import { tableOf } from './function-table.js';
import { unshared } from './unshared.js';
import type { WasmKernels } from './wasm-kernels.js';

/** Which of the two builds: with relaxed SIMD's fused multiply-add, or without. */
export type Build = 'relaxed' | 'plain';

/** Gives the bytes of a build. */
export type BytesOf = (build: Build) => Promise<Uint8Array<ArrayBuffer>>;

/** Tells a run whether another thread is lost, after so many naps without any progress. */
export interface Watch {
  isLost(naps: number): boolean;
}

/** A compiled build tied to a memory. */
export class Machine {
  /** Places of the exported functions in the table of functions. */
  readonly places: ReadonlyMap<string, number>;
  #instance: WebAssembly.Instance;

  private constructor(
    readonly build: Build,
    readonly module: WebAssembly.Module,
    readonly watch: Watch,
    instance: WebAssembly.Instance,
  ) {
    this.#instance = instance;
    this.places = tableOf(instance);
  }

  /** Ties a module to a memory. */
  static async of(build: Build, module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Machine> {
    const watch = { isLost: () => false };
    return new Machine(build, module, watch, await WebAssembly.instantiate(module, imports(memory, watch)));
  }

  get wasm(): WasmKernels {
    return this.#instance.exports as unknown as WasmKernels;
  }

  /** Ties it to another memory; places stay what they are. */
  moveTo(memory: WebAssembly.Memory): void {
    this.#instance = new WebAssembly.Instance(this.module, imports(memory, this.watch));
    tableOf(this.#instance);
  }
}

function imports(memory: WebAssembly.Memory, watch: Watch): WebAssembly.Imports {
  const { pow, sin, cos, tan } = Math;
  const math = { 'Math.pow': pow, 'Math.sin': sin, 'Math.cos': cos, 'Math.tan': tan };
  const milliseconds = () => performance.now();
  const isLost = (naps: number) => watch.isLost(naps);
  return { env: { memory, milliseconds, isLost, ...math } };
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** The better build that this engine runs. */
export function bestBuild(): Build {
  return hasRelaxedSimd() ? 'relaxed' : 'plain';
}

/**
 * Compiles a build, once per process, and ties an instance to a memory.
 * @throws BackendError where WebAssembly SIMD is missing
 */
export async function instantiate(
  build: Build,
  memory: WebAssembly.Memory,
  isShared: boolean,
  bytesOf: BytesOf,
): Promise<Machine> {
  const key = `${build} ${isShared}`;
  let module = compiled.get(key);
  if (!module) {
    module = compile(build, isShared, bytesOf);
    compiled.set(key, module);
  }
  try {
    return await Machine.of(build, await module, memory);
  } catch (cause) {
    compiled.delete(key);
    throw new BackendError(`cpu: this engine cannot run the ${build} WebAssembly build`, {
      fix: 'use an engine with WebAssembly SIMD and threads: any browser since 2023, Node 20 or newer',
      cause,
    });
  }
}

async function compile(build: Build, isShared: boolean, bytesOf: BytesOf): Promise<WebAssembly.Module> {
  const bytes = await bytesOf(build);
  return WebAssembly.compile(isShared ? bytes : unshared(bytes));
}
