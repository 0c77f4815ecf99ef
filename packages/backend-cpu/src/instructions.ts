import { entryWords, writeInstruction } from './program-entry.js';
import type { WasmMemory } from './wasm-memory.js';

/** Where the program lies in memory, and where it ends, in words; see wasm/control.ts. */
const start = 131072 / 4;
const end = 262144 / 4;

/** Most instructions. */
const mostInstructions = 256;

/** Where their arguments begin. */
const argumentsStart = start + entryWords * mostInstructions;

/** Writes instructions to wasm memory, one after another, until somebody runs them. */
export class Instructions {
  /** Address of the program. */
  readonly address = 4 * start;
  readonly #memory: WasmMemory;
  #count = 0;
  #words = 0;
  #chunks = 0;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** Instructions written. */
  get count(): number {
    return this.#count;
  }

  /** True when there is something for a second thread to do. */
  get isParallel(): boolean {
    return this.#chunks > this.#count;
  }

  /** True when an instruction of that many words fits. */
  fits(words: number): boolean {
    return this.#count < mostInstructions && argumentsStart + this.#words + words < end;
  }

  /** Adds an instruction: the function's place in the table, its chunks, and its argument words. */
  add(place: number, chunks: number, words: readonly number[]): void {
    const entry = start + entryWords * this.#count;
    writeInstruction(
      this.#memory.ints,
      entry,
      argumentsStart + this.#words,
      place,
      chunks,
      words,
      this.#count === 0,
    );
    this.#count++;
    this.#words += words.length + 1;
    this.#chunks += chunks;
  }

  /** Begins anew. */
  clear(): void {
    this.#count = 0;
    this.#words = 0;
    this.#chunks = 0;
  }
}
