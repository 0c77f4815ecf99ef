import { indexError } from '@descent/core';
import type { WasmMemory } from './wasm-memory.js';

/** Where a run notes the index that it refused, in words: its number, the index, its place; see wasm/control.ts. */
const noted = 1344 / 4;

/** The errors that the instructions of a program may ask for, by number. */
export class Refusals {
  readonly #sources: { readonly op: string; readonly size: number }[] = [];

  /** Number of the error for an index outside of [0, size). */
  add(op: string, size: number): number {
    return this.#sources.push({ op, size });
  }

  /**
   * Throws what the last run asked for.
   * @throws ShapeError E_INDEX
   */
  check({ ints }: WasmMemory): void {
    const [number = 0, index = 0, place = 0] = ints.subarray(noted, noted + 3);
    if (number === 0) return;
    ints[noted] = 0;
    const { op, size } = this.#sources[number - 1] as { op: string; size: number };
    throw indexError(op, index, place, size);
  }
}
