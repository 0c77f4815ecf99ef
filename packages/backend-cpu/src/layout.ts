import { type DeviceCall, type DeviceProgram, type ProgramValue, sizeOf } from '@descent/core';
import { bytesOf, type Call, type NativeKernel, type Operand } from './call.js';
import { operandAt } from './cpu-buffer.js';
import { type Block, Heap } from './heap.js';
import { kernelTable } from './kernel-table.js';
import type { ChunkName, RowName, WasmKernels } from './wasm-kernels.js';
import type { Machine } from './wasm-module.js';

/** One instruction of a program: the function's place in the table, its chunks, its argument words. */
export interface Instruction {
  readonly place: number;
  readonly chunks: number;
  readonly words: readonly number[];
}

/** Instructions that run in one go, or a call that has only its reference kernel. */
export type Section = Instruction[] | HostCall;

/** A call whose reference kernel runs on the calling thread, with the addresses of its operands. */
export interface HostCall {
  readonly call: DeviceCall;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A program lowered to instructions with every value at its address. */
export interface Layout {
  readonly sections: readonly Section[];
  /** Bytes of the arena that intermediate values and workspaces share. */
  readonly arenaBytes: number;
  /** Bytes that each thread needs for itself. */
  readonly threadBytes: number;
}

/**
 * Lowers a program. Values get their place in the arena by liveness: a buffer is free again after the last call
 * that reads it, and elementwise calls overwrite an operand that nobody needs afterwards.
 *
 * @param arena - address of the arena
 * @param outside - addresses of the values that live outside of it: those given, and the results
 */
export function layOut(
  program: DeviceProgram,
  machine: Machine,
  arena: number,
  outside: ReadonlyMap<number, number>,
): Layout {
  const lastUse = new Map<number, number>();
  program.calls.forEach(({ inputs, outputs }, i) => {
    for (const { value } of [...outputs, ...inputs]) lastUse.set(value, i);
  });
  let arenaBytes = 0;
  const heap = new Heap(0, Number.POSITIVE_INFINITY, (end) => {
    arenaBytes = Math.max(arenaBytes, end);
    return true;
  });
  const blocks = new Map<number, Block>();
  const operandOf = ({ value, shape, dtype }: ProgramValue): Operand => {
    const address = outside.get(value) ?? arena + (blocks.get(value) as Block).address;
    return operandAt(address, { shape, dtype });
  };
  const sections: Section[] = [];
  let threadBytes = 0;

  program.calls.forEach((call, i) => {
    const native = nativeFor(call);
    const isDying = ({ value }: ProgramValue): boolean => blocks.has(value) && lastUse.get(value) === i;
    const inputs = call.inputs.map(operandOf);
    const heir = call.outputs.some(({ value }) => outside.has(value))
      ? undefined
      : call.inputs.find((input) => isDying(input) && mayOverwrite(call, input));
    if (heir) {
      // The output lies where this input lay.
      blocks.set((call.outputs[0] as ProgramValue).value, blocks.get(heir.value) as Block);
      blocks.delete(heir.value);
    } else {
      for (const { value, shape, dtype } of call.outputs) {
        if (!outside.has(value)) blocks.set(value, heap.take(sizeOf(shape) * bytesOf(dtype), call.kernel.op));
      }
    }
    const outputs = call.outputs.map(operandOf);
    if (outputs.some(({ size }) => size > 0)) {
      if (native) {
        const lowering = new Lowering(machine, heap, arena, call, inputs, outputs);
        native.lower(lowering);
        lowering.end();
        threadBytes = Math.max(threadBytes, lowering.threadBytes);
        const last = sections.at(-1);
        if (last === undefined || 'call' in last) sections.push(lowering.instructions);
        else last.push(...lowering.instructions);
      } else {
        sections.push({ call, inputs: inputs.map(addressOf), outputs: outputs.map(addressOf) });
      }
    }
    for (const { value } of [...call.inputs, ...call.outputs]) {
      const block = blocks.get(value);
      if (!block || lastUse.get(value) !== i) continue;
      heap.give(block);
      blocks.delete(value);
    }
  });
  return { sections, arenaBytes, threadBytes };
}

function addressOf({ address }: Operand): number {
  return address;
}

/** True when a call runs in wasm. */
export function isNative(call: DeviceCall): boolean {
  return nativeFor(call) !== undefined;
}

/** The native kernel that takes a call, if there is one. */
function nativeFor({ kernel, inputs, attrs }: DeviceCall): NativeKernel | undefined {
  const native = kernelTable.get(kernel.name);
  return native?.accepts(inputs, attrs) ? native : undefined;
}

/**
 * True when the call's output may lie where this input lies: element by element, at the same width, and no operand
 * stretched along some axes only, for then a row's last vector spoils the next row before it is read.
 */
export function mayOverwrite(call: DeviceCall, { shape, dtype }: ProgramValue): boolean {
  const [output] = call.outputs;
  if (!output || !nativeFor(call)?.isElementwise) return false;
  const size = sizeOf(output.shape);
  const isFlat = call.inputs.every((input) => [1, size].includes(sizeOf(input.shape)));
  return isFlat && sizeOf(shape) === size && bytesOf(dtype) === bytesOf(output.dtype);
}

/** One call being lowered. */
class Lowering implements Call {
  readonly wasm: WasmKernels;
  readonly attrs: DeviceCall['attrs'];
  readonly instructions: Instruction[] = [];
  threadBytes = 0;
  readonly #workspaces: Block[] = [];

  constructor(
    readonly machine: Machine,
    readonly heap: Heap,
    readonly arena: number,
    readonly call: DeviceCall,
    readonly inputs: readonly Operand[],
    readonly outputs: readonly Operand[],
  ) {
    this.wasm = machine.wasm;
    this.attrs = call.attrs;
  }

  emit(name: ChunkName, chunks: number, words: readonly number[]): void {
    this.instructions.push({ place: this.place(name), chunks, words });
  }

  place(name: ChunkName | RowName): number {
    return this.machine.places.get(name) as number;
  }

  workspace(bytes: number): number {
    const block = this.heap.take(bytes, this.call.kernel.op);
    this.#workspaces.push(block);
    return this.arena + block.address;
  }

  threadSpace(bytes: number): void {
    this.threadBytes = Math.max(this.threadBytes, bytes);
  }

  end(): void {
    for (const block of this.#workspaces) this.heap.give(block);
  }
}
