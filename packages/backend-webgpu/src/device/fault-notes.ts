import { faultOf, wordsOfFault } from '../shader/faults.js';
import type { Commands } from './commands.js';
import { usage } from './flags.js';

/** Bytes of what a device notes of a fault. */
export const bytesOfFault = 4 * wordsOfFault;

/**
 * Where shaders note that they were given what they cannot use, and what the host makes of it. The first read after a fault
 * rejects, and with it those that were asked for before that was known: their values may follow from it.
 */
export class FaultNotes {
  readonly #device: GPUDevice;
  #memory: GPUBuffer | undefined;
  /** Looks so far. */
  #looks = 0;
  #noticed: { readonly words: Int32Array; readonly first: number; readonly last: number } | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The memory that shaders bind; made when the first does. */
  get memory(): GPUBuffer {
    this.#memory ??= this.#device.createBuffer({
      size: bytesOfFault,
      usage: usage.storage | usage.copySource | usage.copyTarget,
    });
    return this.#memory;
  }

  /** Whether there are shaders that may note a fault. */
  get areBound(): boolean {
    return this.#memory !== undefined;
  }

  /**
   * Appends a look at the notes, which are empty afterwards.
   * @param at - where in `to` they are put, in bytes
   * @returns the number of the look, for {@link check}
   */
  look(commands: Commands, to: GPUBuffer, at: number): number {
    // Where nothing can note a fault `to` keeps its zeros.
    if (this.#memory) {
      commands.copy(this.#memory, to, bytesOfFault, at);
      commands.clear(this.#memory);
    }
    return ++this.#looks;
  }

  /**
   * Throws what a look found.
   * @throws ShapeError E_INDEX, ValueError
   */
  check(look: number, words: Int32Array): void {
    const error = faultOf(words);
    if (error) {
      this.#noticed = { words: words.slice(), first: look, last: this.#looks };
      throw error;
    }
    const noticed = this.#noticed;
    // An error of its own for each read: whoever catches it may add to its message.
    if (noticed && look > noticed.first && look <= noticed.last) throw faultOf(noticed.words);
  }
}
