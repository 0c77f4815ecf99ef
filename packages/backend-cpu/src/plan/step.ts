import { type Attrs, type DeviceCall, type ProgramValue, sizeOf } from '@descent/core';
import { bytesOf, type Call, type NativeKernel } from '../call.js';
import { kernelTable } from '../kernel-table.js';

/** A part of a program that runs in one go: a call, or several that were fused. */
export interface Step {
  /** The op that errors name. */
  readonly op: string;
  readonly attrs: Attrs;
  /** What it reads from outside. */
  readonly inputs: readonly ProgramValue[];
  /** What others need of what it makes. */
  readonly outputs: readonly ProgramValue[];
  /** The call, when it is a single one. */
  readonly call?: DeviceCall;
  /** Whether it always runs to its end. */
  readonly isSure: boolean;
  /** Emits its instructions; absent where the reference kernel has to run. */
  lower?(call: Call): void;
  /** Whether an output may lie where an input lies. */
  mayOverwrite(input: ProgramValue, output: ProgramValue): boolean;
}

/** The native kernel that takes a call, if there is one. */
export function nativeFor({ kernel, inputs, attrs }: DeviceCall): NativeKernel | undefined {
  const native = kernelTable.get(kernel.name);
  return native?.accepts(inputs, attrs) ? native : undefined;
}

/** A call as a step of its own. */
export function stepOf(call: DeviceCall): Step {
  const native = nativeFor(call);
  const { kernel, attrs, inputs, outputs } = call;
  const mayOverwrite = (input: ProgramValue): boolean =>
    native?.rowFunction !== undefined && overwrites(call, input);
  const isSure = native !== undefined && !native.mayRefuse?.(inputs);
  const step = { op: kernel.op, attrs, inputs, outputs, call, isSure, mayOverwrite };
  return native ? { ...step, lower: (lowered) => native.lower(lowered) } : step;
}

/**
 * Element by element, at the same width, and no operand stretched along some axes only, for then a row's last
 * vector spoils the next row before it is read.
 */
function overwrites({ inputs, outputs }: DeviceCall, { shape, dtype }: ProgramValue): boolean {
  const output = outputs[0] as ProgramValue;
  const size = sizeOf(output.shape);
  const isFlat = inputs.every((input) => [1, size].includes(sizeOf(input.shape)));
  return isFlat && sizeOf(shape) === size && bytesOf(dtype) === bytesOf(output.dtype);
}
