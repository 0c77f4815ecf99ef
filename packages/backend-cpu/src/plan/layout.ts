import { type Attrs, type DeviceCall, type ProgramValue, sizeOf } from '@descent/core';
import { bytesOf, type Call, type Operand } from '../call.js';
import { operandAt } from '../cpu-buffer.js';
import { type Block, Heap } from '../heap.js';
import { type Refusal, Refusals } from '../refusals.js';
import type { ChunkName, RowName, WasmKernels } from '../wasm-kernels.js';
import type { Machine } from '../wasm-module.js';
import type { Step } from './step.js';

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
  readonly refusals: Refusals;
}

/**
 * Lowers the steps of a program. Values get their place in the arena by liveness: a buffer is free again after the
 * last step that reads it, and outputs lie over inputs that nobody needs afterwards where that is safe.
 *
 * @param threads - how many threads the plan is for
 * @param arena - address of the arena
 * @param outside - addresses of the values that live outside of it: those given, and the results
 */
export function layOut(
  steps: readonly Step[],
  machine: Machine,
  threads: number,
  arena: number,
  outside: ReadonlyMap<number, number>,
): Layout {
  const lastUse = new Map<number, number>();
  steps.forEach(({ inputs, outputs }, i) => {
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
  const refusals = new Refusals();
  let threadBytes = 0;

  steps.forEach((step, i) => {
    const isDying = ({ value }: ProgramValue): boolean => blocks.has(value) && lastUse.get(value) === i;
    const inputs = step.inputs.map(operandOf);
    for (const output of step.outputs) {
      if (outside.has(output.value)) continue;
      const heir = step.inputs.find((input) => isDying(input) && step.mayOverwrite(input, output));
      if (heir) {
        // The output lies where this input lay.
        blocks.set(output.value, blocks.get(heir.value) as Block);
        blocks.delete(heir.value);
      } else {
        const bytes = sizeOf(output.shape) * bytesOf(output.dtype);
        blocks.set(output.value, heap.take(bytes, step.op));
      }
    }
    const outputs = step.outputs.map(operandOf);
    if (outputs.some(({ size }) => size > 0)) {
      if (step.lower) {
        const lowering = new Lowering({ machine, threads, heap, arena, refusals, step, inputs, outputs });
        step.lower(lowering);
        lowering.end();
        threadBytes = Math.max(threadBytes, lowering.threadBytes);
        const last = sections.at(-1);
        if (last === undefined || 'call' in last) sections.push(lowering.instructions);
        else last.push(...lowering.instructions);
      } else {
        const call = step.call as DeviceCall;
        sections.push({ call, inputs: inputs.map(addressOf), outputs: outputs.map(addressOf) });
      }
    }
    for (const { value } of [...step.inputs, ...step.outputs]) {
      const block = blocks.get(value);
      if (!block || lastUse.get(value) !== i) continue;
      heap.give(block);
      blocks.delete(value);
    }
  });
  return { sections, arenaBytes, threadBytes, refusals };
}

function addressOf({ address }: Operand): number {
  return address;
}

/** What a {@link Lowering} works with. */
interface LoweringParts {
  readonly machine: Machine;
  readonly threads: number;
  readonly heap: Heap;
  readonly arena: number;
  readonly refusals: Refusals;
  readonly step: Step;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly Operand[];
}

/** A step being lowered. */
class Lowering implements Call {
  readonly wasm: WasmKernels;
  readonly threads: number;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly Operand[];
  readonly attrs: Attrs;
  readonly instructions: Instruction[] = [];
  threadBytes = 0;
  readonly #parts: LoweringParts;
  readonly #workspaces: Block[] = [];

  constructor(parts: LoweringParts) {
    this.#parts = parts;
    this.wasm = parts.machine.wasm;
    this.threads = parts.threads;
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.attrs = parts.step.attrs;
  }

  emit(name: ChunkName, chunks: number, words: readonly number[]): void {
    this.instructions.push({ place: this.place(name), chunks, words });
  }

  place(name: ChunkName | RowName): number {
    return this.#parts.machine.places.get(name) as number;
  }

  workspace(bytes: number): number {
    const { heap, step, arena } = this.#parts;
    const block = heap.take(bytes, step.op);
    this.#workspaces.push(block);
    return arena + block.address;
  }

  refusal(error: Refusal): number {
    return this.#parts.refusals.add(this.#parts.step.op, error);
  }

  threadSpace(bytes: number): void {
    this.threadBytes = Math.max(this.threadBytes, bytes);
  }

  end(): void {
    for (const block of this.#workspaces) this.#parts.heap.give(block);
  }
}
