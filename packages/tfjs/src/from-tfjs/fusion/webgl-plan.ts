import type {
  Attrs,
  DeviceBuffer,
  DeviceProgram,
  Executable,
  Kernel,
  KernelInput,
  TensorSpec,
} from '@descent/core';
import type { CallOfTfjs } from '../call.js';
import { fusedCall, fusedSumCall } from './fused-call.js';
import { type Stage, stagesOf } from './stages.js';

/** What runs the stages of a plan. */
export interface StageRunner {
  /** Runs a kernel into new buffers. */
  run(
    kernel: Kernel,
    inputs: readonly KernelInput[],
    attrs: Attrs,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[];
  /** Makes buffers by a call of our own. */
  make(
    op: string,
    call: CallOfTfjs,
    inputs: readonly KernelInput[],
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[];
  /** A copy with four values in each pixel, of what lies on the device with one; undefined of all else. */
  packed(input: KernelInput): DeviceBuffer | undefined;
  free(buffer: DeviceBuffer): void;
}

/** A stage, resolved as far as it can be before a run. */
interface Step {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Values of the inputs that later shaders read too. */
  readonly readAgain: ReadonlySet<number>;
  /** Values that nothing needs after this step. */
  readonly dead: readonly number[];
  run(inputs: readonly KernelInput[]): DeviceBuffer[];
}

type Value = DeviceProgram['given'][number];

/** A whole program on WebGL: calls that work element by element as few shaders, the others as kernels. */
export class WebglPlan implements Executable {
  readonly #program: DeviceProgram;
  readonly #runner: StageRunner;
  readonly #steps: readonly Step[];

  constructor(program: DeviceProgram, runner: StageRunner) {
    this.#program = program;
    this.#runner = runner;
    this.#steps = stepsOf(program, stagesOf(program), runner);
  }

  run(given: readonly DeviceBuffer[]): DeviceBuffer[] {
    const { given: values, results } = this.#program;
    const buffers = new Map(values.map(({ value }, i) => [value, given[i] as DeviceBuffer]));
    /** What this run made, and has to free. */
    const made = new Map<number, DeviceBuffer>();
    /** Packed copies of values that several shaders read. */
    const copies = new Map<number, DeviceBuffer>();
    const drop = (from: Map<number, DeviceBuffer>, value: number): void => {
      const buffer = from.get(value);
      if (buffer && from.delete(value)) this.#runner.free(buffer);
    };
    const inputOf = ({ value, shape, dtype }: Value, { readAgain }: Step): KernelInput => {
      const input = { buffer: buffers.get(value) as DeviceBuffer, shape, dtype };
      if (!readAgain.has(value) && !copies.has(value)) return input;
      const copy = copies.get(value) ?? this.#runner.packed(input);
      if (!copy) return input;
      copies.set(value, copy);
      return { ...input, buffer: copy };
    };
    try {
      for (const step of this.#steps) {
        const outputs = step.run(step.inputs.map((input) => inputOf(input, step)));
        step.outputs.forEach(({ value }, i) => {
          buffers.set(value, outputs[i] as DeviceBuffer);
          made.set(value, outputs[i] as DeviceBuffer);
        });
        for (const value of step.dead) for (const held of [made, copies]) drop(held, value);
      }
    } catch (error) {
      for (const held of [made, copies]) for (const value of held.keys()) drop(held, value);
      throw error;
    }
    return results.map(({ value }) => made.get(value) as DeviceBuffer);
  }

  dispose(): void {
    // Shaders are TensorFlow.js' to keep, and nothing else is held between runs.
  }
}

function stepsOf({ results }: DeviceProgram, stages: readonly Stage[], runner: StageRunner): Step[] {
  const inputsOf = (stage: Stage) => ('fused' in stage ? stage.fused.inputs : stage.call.inputs);
  const outputsOf = (stage: Stage) => ('fused' in stage ? [stage.fused.output] : stage.call.outputs);
  const kept = new Set(results.map(({ value }) => value));
  const last = new Map<number, number>();
  const lastFused = new Map<number, number>();
  stages.forEach((stage, i) => {
    for (const { value } of [...inputsOf(stage), ...outputsOf(stage)]) last.set(value, i);
    if ('fused' in stage) for (const { value } of stage.fused.inputs) lastFused.set(value, i);
  });
  const deadAfter = stages.map((): number[] => []);
  for (const [value, i] of last) if (!kept.has(value)) deadAfter[i]?.push(value);
  return stages.map((stage, i): Step => {
    const [inputs, outputs] = [inputsOf(stage), outputsOf(stage)];
    const isRead = ({ value }: Value) => 'fused' in stage && (lastFused.get(value) as number) > i;
    const readAgain = new Set(inputs.filter(isRead).map(({ value }) => value));
    const step = { inputs, outputs, readAgain, dead: deadAfter[i] as number[] };
    if ('call' in stage) {
      const { kernel, attrs } = stage.call;
      return { ...step, run: (given) => runner.run(kernel, given, attrs, outputs) };
    }
    const { fused } = stage;
    const call = fused.made === fused.output ? fusedCall(fused) : fusedSumCall(fused);
    return { ...step, run: (given) => runner.make(fused.op, call, given, outputs) };
  });
}
