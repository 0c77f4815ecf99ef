import type { DescentError } from '@descent/core';
import type { WasmMemory } from './wasm-memory.js';

/** The error for an index that cannot be used, or another value: the op, the value, its place. */
export type Refusal = (op: string, value: number, place: number) => DescentError;

/** Where a run notes what it refused, in words: its number, the value, its place; see wasm/control.ts. */
const noted = 1344 / 4;

/** The errors that the instructions of a program may ask for, by number. */
export class Refusals {
  readonly #sources: { readonly op: string; readonly error: Refusal }[] = [];

  /** Number of an error. */
  add(op: string, error: Refusal): number {
    return this.#sources.push({ op, error });
  }

  /**
   * Throws what the last run asked for.
   * @throws ShapeError E_INDEX, ValueError
   */
  check({ ints }: WasmMemory): void {
    const [number = 0, value = 0, place = 0] = ints.subarray(noted, noted + 3);
    if (number === 0) return;
    ints[noted] = 0;
    const { op, error } = this.#sources[number - 1] as { op: string; error: Refusal };
    throw error(op, value, place);
  }
}
