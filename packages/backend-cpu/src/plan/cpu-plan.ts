import type { DeviceBuffer, DeviceProgram, Executable, ProgramValue } from '@descent/core';
import { type CpuBuffer, operandAt, takeBuffer } from '../cpu-buffer.js';
import type { Block, Heap } from '../heap.js';
import type { Processor } from '../processor.js';
import { entryWords, writeInstruction } from '../program-entry.js';
import { runReference } from '../reference.js';
import type { Refusals } from '../refusals.js';
import type { WasmMemory } from '../wasm-memory.js';
import type { Machine } from '../wasm-module.js';
import { type HostCall, type Instruction, layOut, type Section } from './layout.js';
import type { Step } from './step.js';
import { stepsOf } from './steps.js';

/** What a {@link CpuPlan} works with. */
export interface PlanParts {
  readonly machine: Machine;
  readonly memory: WasmMemory;
  readonly heap: Heap;
  readonly processor: Processor;
}

/** Most instructions of one run; see wasm/control.ts. */
const mostInstructions = 4096;

/** Stand-ins for the addresses of values outside of the arena: the first, and how far apart they are. */
const firstStandIn = 2 ** 30;
const standInStep = 65536;

/** A word that depends on where a value outside of the arena lies. */
interface Relocation {
  /** Place in memory, in words. */
  readonly word: number;
  /** What is added to the address. */
  readonly offset: number;
}

/** Instructions in wasm memory. */
interface Program {
  readonly address: number;
  readonly count: number;
  readonly isParallel: boolean;
  /** The first instruction with which values that were given are partly overwritten. */
  readonly updatesFrom: number;
}

/**
 * A whole program as instructions in wasm memory. Values of its own have fixed addresses in one arena; where the
 * given values and the results lie is written into the instructions when it changes.
 */
export class CpuPlan implements Executable {
  readonly #parts: PlanParts;
  readonly #program: DeviceProgram;
  /** The values outside of the arena: those given, then the results. */
  readonly #outside: readonly ProgramValue[];
  /** Where they lay in the last run. */
  readonly #addresses: number[];
  readonly #relocations: Relocation[][];
  readonly #sections: readonly (Program | HostCall)[];
  readonly #threadBytes: number;
  readonly #refusals: Refusals;
  /** For each result whether it may be written over the value that it replaces. */
  readonly #overwrites: readonly boolean[];
  /** Whether a program overwrites any, of those written so far. */
  #hasUpdates = false;
  readonly #blocks: Block[] = [];

  constructor(program: DeviceProgram, parts: PlanParts) {
    this.#parts = parts;
    this.#program = program;
    this.#outside = [...program.given, ...program.results];
    this.#addresses = this.#outside.map(() => -1);
    this.#relocations = this.#outside.map(() => []);
    const steps = stepsOf(program);
    this.#overwrites = program.results.map((_, i) => overwrites(program, steps, i));
    const { machine, processor } = parts;
    const { threads } = processor;
    try {
      const { arenaBytes } = layOut(steps, machine, threads, 0, this.#standIns(0));
      const arena = this.#take(arenaBytes).address;
      const layout = layOut(steps, machine, threads, arena, this.#standIns(0));
      // Every stand-in moves by a step of its own, so that the words that move say whose address they hold.
      const moved = layOut(steps, machine, threads, arena, this.#standIns(1));
      this.#threadBytes = layout.threadBytes;
      this.#refusals = layout.refusals;
      this.#sections = layout.sections.flatMap((section, i) =>
        this.#write(section, moved.sections[i] as Section),
      );
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  run(given: readonly DeviceBuffer[], isSpare: readonly boolean[]): DeviceBuffer[] {
    const { heap, processor } = this.#parts;
    const { results, replaces } = this.#program;
    const made: CpuBuffer[] = [];
    const to: CpuBuffer[] = [];
    try {
      for (let i = 0; i < results.length; i++) {
        const replaced = replaces[i] ?? -1;
        const takesOver = this.#overwrites[i] && isSpare[replaced];
        const buffer = takesOver
          ? (given[replaced] as CpuBuffer)
          : takeBuffer(heap, results[i] as ProgramValue, 'compile');
        to.push(buffer);
        if (!takesOver) made.push(buffer);
      }
      processor.reserve(this.#threadBytes, 'compile');
      for (let i = 0; i < given.length; i++) this.#place(i, given[i] as CpuBuffer);
      for (let i = 0; i < to.length; i++) this.#place(given.length + i, to[i] as CpuBuffer);
      for (const section of this.#sections) this.#runSection(section, made.length < to.length);
      return to;
    } catch (error) {
      for (const { block } of made) heap.give(block);
      throw error;
    }
  }

  dispose(): void {
    for (const block of this.#blocks.splice(0)) this.#parts.heap.give(block);
  }

  #take(bytes: number): Block {
    const block = this.#parts.heap.take(bytes, 'compile', true);
    this.#blocks.push(block);
    return block;
  }

  #standIns(move: 0 | 1): Map<number, number> {
    return new Map(this.#outside.map(({ value }, i) => [value, standIn(i) + move * (i + 1) * 64]));
  }

  /** Writes the address of a value outside of the arena into the instructions. */
  #place(i: number, { block }: CpuBuffer): void {
    if (this.#addresses[i] === block.address) return;
    this.#addresses[i] = block.address;
    const { ints } = this.#parts.memory;
    for (const { word, offset } of this.#relocations[i] as Relocation[]) ints[word] = block.address + offset;
  }

  #runSection(section: Program | HostCall, overwrites: boolean): void {
    const { memory, processor } = this.#parts;
    if ('address' in section) {
      const { address, count, isParallel, updatesFrom } = section;
      processor.runProgram('compile', address, count, isParallel, overwrites ? updatesFrom : count);
      this.#refusals.check(memory);
      return;
    }
    const { kernel, attrs, inputs, outputs } = section.call;
    const at = (addresses: readonly number[]) => (spec: ProgramValue, i: number) => {
      const place = this.#outside.findIndex(({ value }) => value === spec.value);
      return operandAt((place < 0 ? addresses[i] : this.#addresses[place]) as number, spec);
    };
    runReference(memory, kernel, inputs.map(at(section.inputs)), outputs.map(at(section.outputs)), attrs);
  }

  /** Writes a section to wasm memory, and notes the words that moved. */
  #write(section: Section, moved: Section): (Program | HostCall)[] {
    if ('call' in section) return [section];
    const programs: Program[] = [];
    for (let first = 0; first < section.length; first += mostInstructions) {
      const last = first + mostInstructions;
      programs.push(
        this.#writeProgram(section.slice(first, last), (moved as readonly Instruction[]).slice(first, last)),
      );
    }
    return programs;
  }

  #writeProgram(instructions: readonly Instruction[], moved: readonly Instruction[]): Program {
    const { memory } = this.#parts;
    const words = instructions.reduce((sum, instruction) => sum + instruction.words.length + 1, 0);
    const block = this.#take(4 * (entryWords * instructions.length + words));
    const { ints } = memory;
    let entry = block.address / 4;
    let at = entry + entryWords * instructions.length;
    let updatesFrom = this.#hasUpdates ? 0 : instructions.length;
    instructions.forEach(({ place, chunks, words: arguments_ }, i) => {
      writeInstruction(ints, entry, at, place, chunks, arguments_, i === 0);
      arguments_.forEach((word, k) => {
        const step = (moved[i]?.words[k] as number) - word;
        if (step === 0) return;
        const outside = step / 64 - 1;
        this.#relocate(outside, at + 1 + k, word);
        if (!this.#overwrites[outside - this.#program.given.length]) return;
        this.#hasUpdates = true;
        updatesFrom = Math.min(updatesFrom, i);
      });
      entry += entryWords;
      at += arguments_.length + 1;
    });
    return {
      address: block.address,
      count: instructions.length,
      isParallel: instructions.some(({ chunks }) => chunks > 1),
      updatesFrom,
    };
  }

  #relocate(i: number, word: number, value: number): void {
    (this.#relocations[i] as Relocation[]).push({ word, offset: value - standIn(i) });
  }
}

function standIn(i: number): number {
  return firstStandIn + i * standInStep;
}

/**
 * True when a result may be written over the value that it replaces: nothing reads the old values afterwards,
 * who reads them while it is written does so element by element, and nothing on the way can fail.
 */
function overwrites({ given, replaces, results }: DeviceProgram, steps: readonly Step[], i: number): boolean {
  const replaced = given[replaces[i] ?? -1];
  if (!replaced || steps.some(({ isSure }) => !isSure)) return false;
  const result = results[i] as ProgramValue;
  const maker = steps.findIndex(({ outputs }) => outputs.some(({ value }) => value === result.value));
  return steps.every((step, k) => {
    const old = step.inputs.filter(({ value }) => value === replaced.value);
    if (old.length === 0 || k < maker) return true;
    return k === maker && old.every((input) => step.mayOverwrite(input, result));
  });
}
