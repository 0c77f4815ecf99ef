import {
  type Attrs,
  type Backend,
  BackendError,
  type DeviceBuffer,
  type DeviceCall,
  type DeviceProgram,
  type DType,
  type Executable,
  exactJson,
  type Kernel,
  type KernelInput,
  lostError,
  type Shape,
  type Support,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import { dispatch } from './device/dispatch.js';
import type { Gpu } from './device/gpu.js';
import { bytesOf, type GpuBuffer } from './device/gpu-buffer.js';
import { Recent } from './device/recent.js';
import { specialMemory } from './device/special-memory.js';
import { kernelTable } from './kernels/kernel-table.js';
import { lowered } from './kernels/lowered.js';
import { isPointwise } from './kernels/lowering.js';
import { WebgpuPlan } from './plan/webgpu-plan.js';
import { type Shader, type Stage, shadersOf } from './shader/stage.js';

/** Single calls whose shaders are kept. */
const mostCalls = 2048;

/** What {@link WebgpuBackend} is made of. */
export interface WebgpuParts {
  readonly name: string;
  /** One line on the adapter. */
  readonly adapter: string;
  readonly gpu: Gpu;
  /** Starts another of its kind. */
  readonly restart: () => Promise<Backend>;
}

/** Tensors in a GPU's memory and WGSL kernels over them. Made by {@link webgpu}. */
export class WebgpuBackend implements Backend {
  readonly name: string;
  readonly description: string;
  readonly restart: () => Promise<Backend>;
  #gpu: Gpu | undefined;
  /** Shaders of single calls, by what tells the calls apart. */
  readonly #shaders = new Recent<string, readonly Shader[]>(mostCalls);

  constructor({ name, adapter, gpu, restart }: WebgpuParts) {
    this.name = name;
    this.description = `${name}: ${adapter}`;
    this.#gpu = gpu;
    this.restart = restart;
  }

  get lost(): string | undefined {
    return this.#gpu?.lost;
  }

  upload(values: TypedArray, shape: Shape, dtype: DType): DeviceBuffer {
    const gpu = this.#live('upload');
    const buffer = this.#take(gpu, { shape, dtype }, 'upload');
    gpu.write(buffer.memory, values);
    return buffer;
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    const { memory, dtype, size } = buffer as GpuBuffer;
    const gpu = this.#live('read');
    const words = size === 0 ? new ArrayBuffer(0) : await this.#waiting('read', gpu.read(memory, size));
    if (dtype === 'float32') return new Float32Array(words);
    return dtype === 'int32' ? new Int32Array(words) : Uint8Array.from(new Uint32Array(words));
  }

  free(buffer: DeviceBuffer): void {
    this.#gpu?.memory.give((buffer as GpuBuffer).memory);
  }

  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    const gpu = this.#live(kernel.op);
    const shaders = this.#shadersFor(kernel as unknown as Kernel, inputs, attrs, outputs, gpu);
    const temporaries = new Map<number, GPUBuffer>();
    const made: GpuBuffer[] = [];
    try {
      for (const spec of outputs) made.push(this.#take(gpu, spec, kernel.op));
      const memoryOf = ({ value, spec }: Shader['bindings'][number]): GPUBuffer => {
        if (value < inputs.length && value >= 0)
          return ((inputs[value] as KernelInput).buffer as GpuBuffer).memory;
        if (value >= 0) return (made[value - inputs.length] as GpuBuffer).memory;
        const special = specialMemory(gpu, value);
        if (special) return special;
        const known = temporaries.get(value) ?? gpu.memory.take(bytesOf(spec.shape), kernel.op);
        temporaries.set(value, known);
        return known;
      };
      for (const shader of shaders) dispatch(gpu, shader, shader.bindings.map(memoryOf));
      gpu.commands.submitWhenMany();
      return made;
    } catch (error) {
      for (const { memory } of made) gpu.memory.give(memory);
      throw error;
    } finally {
      for (const memory of temporaries.values()) gpu.memory.give(memory);
    }
  }

  compile(program: DeviceProgram): Executable {
    const plan = new WebgpuPlan(program, this.#live('compile'), this.name);
    return {
      run: (given, isSpare) => {
        this.#live('compile');
        return plan.run(given, isSpare);
      },
      dispose: () => plan.dispose(),
    };
  }

  supports(kernelName: string, inputs: readonly TensorSpec[], attrs: Attrs): Support {
    const lowering = kernelTable[kernelName];
    if (!lowering) return { missing: `${this.name} has no kernel ${kernelName}` };
    const refused = !isPointwise(lowering) && lowering.refuses?.({ inputs, attrs, outputs: [] });
    return refused ? { missing: refused } : 'native';
  }

  async sync(): Promise<void> {
    await this.#waiting('sync', this.#live('sync').done());
  }

  memory(): { buffers: number; bytes: number } {
    return this.#gpu?.memory.used ?? { buffers: 0, bytes: 0 };
  }

  dispose(): void {
    this.#gpu?.device.destroy();
    this.#gpu = undefined;
    this.#shaders.clear();
  }

  #take(gpu: Gpu, { shape, dtype }: TensorSpec, op: string): GpuBuffer {
    return { memory: gpu.memory.take(bytesOf(shape), op), dtype, size: sizeOf(shape) };
  }

  /** The shaders of a call whose values are numbered: inputs first, then outputs. */
  #shadersFor(
    kernel: Kernel,
    inputs: readonly TensorSpec[],
    attrs: Attrs,
    outputs: readonly TensorSpec[],
    gpu: Gpu,
  ): readonly Shader[] {
    const key = exactJson([kernel.name, inputs.map(specOf), attrs, outputs.map(specOf)]);
    return this.#shaders.get(key, () => {
      const numbered = (first: number) => (spec: TensorSpec, i: number) => ({
        ...specOf(spec),
        value: first + i,
      });
      const from = inputs.map(numbered(0));
      const to = outputs.map(numbered(inputs.length));
      const call = { kernel, inputs: from, attrs, outputs: to };
      return to.some(({ shape }) => sizeOf(shape) > 0) ? shadersOf(stageOf(call, this.name, gpu)) : [];
    });
  }

  #live(op: string): Gpu {
    if (!this.#gpu) throw this.#disposed(op);
    if (this.#gpu.lost !== undefined) throw lostError(op, this);
    return this.#gpu;
  }

  /** Waits for the device, which may be lost meanwhile: what it gave then is not believed. */
  async #waiting<T>(op: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!this.#gpu) throw this.#disposed(op, error);
      throw this.lost === undefined ? error : lostError(op, this, error);
    }
  }

  #disposed(op: string, cause?: unknown): BackendError {
    return new BackendError(`${op}: this backend, ${this.name}, is disposed of`, {
      fix: 'start another as this one was started, and give it to useBackend; what was on this one is gone',
      cause,
    });
  }
}

function specOf({ shape, dtype }: TensorSpec): TensorSpec {
  return { shape: [...shape], dtype };
}

/** A call as a stage of its own. */
function stageOf(call: DeviceCall, backend: string, gpu: Gpu): Stage {
  const how = lowered(call, backend, gpu.traits);
  const { outputs } = call;
  return 'pointwise' in how
    ? { links: [{ call, ...how }], outputs }
    : { root: { call, ...how }, links: [], outputs };
}
