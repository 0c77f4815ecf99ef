import {
  type DeviceBuffer,
  type DeviceProgram,
  type Executable,
  type ProgramValue,
  sizeOf,
} from '@descent/core';
import { bindGroupOf } from '../device/dispatch.js';
import type { Gpu } from '../device/gpu.js';
import { bytesOf, type GpuBuffer } from '../device/gpu-buffer.js';
import { specialMemory } from '../device/special-memory.js';
import { type Shader, shadersOf } from '../shader/stage.js';
import { placesIn } from './memory-plan.js';
import { stagesOf } from './stages.js';

/** Sets of bindings that are kept for a dispatch whose buffers change from run to run. */
const mostSets = 4;

/**
 * Shaders of a plan that are submitted at once at most. Drivers take what keeps a GPU for seconds, on Windows two, for a hang;
 * of so many the cost of a submission is no share to speak of.
 */
const mostAtOnce = 256;

/** A shader of the plan, and the sets of buffers that it was bound to. */
interface Step {
  readonly shader: Shader;
  /** Place of each bound value among all of the run's. */
  readonly places: readonly number[];
  readonly sets: { readonly memory: readonly GPUBuffer[]; readonly group: GPUBindGroup }[];
}

/**
 * A whole program as dispatches that are made once: shaders, memory for values between them and bindings. A run appends
 * them to one pass and submits it, or to several where there are very many.
 */
export class WebgpuPlan implements Executable {
  readonly #program: DeviceProgram;
  readonly #gpu: Gpu;
  readonly #overwrites: readonly boolean[];
  /** Results that are computed from the value they replace, through one binding. */
  readonly #updates: ReadonlySet<number>;
  readonly #steps: readonly Step[];
  /** Memory of the device that shaders bind. */
  readonly #special: readonly GPUBuffer[];
  /** Memory of values between the stages. */
  readonly #own: GPUBuffer[] = [];

  constructor(program: DeviceProgram, gpu: Gpu, backend: string) {
    this.#program = program;
    this.#gpu = gpu;
    const { stages, overwrites } = stagesOf(program, backend, gpu.traits);
    this.#overwrites = overwrites;
    this.#updates = new Set(stages.flatMap(({ inPlace }) => [...(inPlace?.keys() ?? [])]));
    const shaders = stages.map(shadersOf);
    const bound = new Set(shaders.flat().flatMap(({ bindings }) => bindings.map(({ value }) => value)));
    const special = [...bound].filter((value) => specialMemory(gpu, value));
    this.#special = special.map((value) => specialMemory(gpu, value) as GPUBuffer);
    const outside = [...[...program.given, ...program.results].map(({ value }) => value), ...special];
    const { pieces, placeOf } = placesIn(shaders, new Set(outside));
    try {
      for (const bytes of pieces) this.#own.push(gpu.memory.take(bytes, 'compile', true));
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.#steps = shaders.flatMap((all, stage) =>
      all.map((shader) => ({
        shader,
        places: shader.bindings.map(({ value }) => {
          const place = outside.indexOf(value);
          return place >= 0 ? place : outside.length + placeOf(stage, value);
        }),
        sets: [],
      })),
    );
  }

  run(given: readonly DeviceBuffer[], isSpare: readonly boolean[]): DeviceBuffer[] {
    const { results, replaces } = this.#program;
    const { memory, commands } = this.#gpu;
    const made: GpuBuffer[] = [];
    try {
      const to = results.map((result, i): GpuBuffer => {
        const old = given[replaces[i] ?? -1] as GpuBuffer | undefined;
        if (old && this.#overwrites[i] && isSpare[replaces[i] ?? -1]) return old;
        const buffer = this.#take(result);
        made.push(buffer);
        if (old && this.#updates.has(result.value)) {
          commands.copy(old.memory, buffer.memory, bytesOf(result.shape));
        }
        return buffer;
      });
      const all = [...(given as readonly GpuBuffer[]), ...to]
        .map((buffer) => buffer.memory)
        .concat(this.#special, this.#own);
      for (const step of this.#steps) {
        const bound = step.places.map((place) => all[place] as GPUBuffer);
        commands.dispatch(
          this.#gpu.pipelines.of(step.shader).pipeline,
          this.#groupOf(step, bound),
          step.shader.workgroups,
        );
        commands.submitWhenMany(mostAtOnce);
      }
      commands.submit();
      return to;
    } catch (error) {
      for (const buffer of made) memory.give(buffer.memory);
      throw error;
    }
  }

  dispose(): void {
    for (const buffer of this.#own.splice(0)) this.#gpu.memory.give(buffer);
  }

  #take({ shape, dtype }: ProgramValue): GpuBuffer {
    return { memory: this.#gpu.memory.take(bytesOf(shape), 'compile'), dtype, size: sizeOf(shape) };
  }

  #groupOf({ shader, sets }: Step, memory: readonly GPUBuffer[]): GPUBindGroup {
    const known = sets.find((set) => set.memory.every((buffer, i) => buffer === memory[i]));
    if (known) return known.group;
    const group = bindGroupOf(this.#gpu, shader, memory);
    if (sets.length === mostSets) sets.shift();
    sets.push({ memory, group });
    return group;
  }
}
