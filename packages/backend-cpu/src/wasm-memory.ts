import { BackendError, type DType, type TypedArray } from '@descent/core';

const pageBytes = 65536;

/** Pages to begin with. */
const firstPages = 16;

/** With fewer pages than these to grow to, nothing could be trained. */
const leastPages = 256;

/** The most pages that 32-bit addresses reach. */
const mostPages = 65536;

/** A growing WebAssembly.Memory, and views of it that are made anew when growth detaches them. */
export class WasmMemory {
  /** How long it can become. */
  readonly mostBytes: number;
  #memory: WebAssembly.Memory;
  readonly #isShared: boolean;
  #floats = new Float32Array(0);
  #ints = new Int32Array(0);
  #bytes = new Uint8Array(0);

  /**
   * @param isShared - whether threads can share it
   * @throws BackendError E_OOM where this system has no room for it
   */
  constructor(isShared: boolean) {
    this.#isShared = isShared;
    const { memory, maximum } = largestMemory(mostPages, isShared);
    this.#memory = memory;
    this.mostBytes = maximum * pageBytes;
  }

  get memory(): WebAssembly.Memory {
    return this.#memory;
  }

  /** A memory that threads share where this engine has such, else one of its own. */
  static best(): { memory: WasmMemory; isShared: boolean } {
    try {
      return { memory: new WasmMemory(true), isShared: true };
    } catch {
      return { memory: new WasmMemory(false), isShared: false };
    }
  }

  get floats(): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats;
  }

  get ints(): Int32Array {
    if (this.#ints.buffer !== this.memory.buffer) this.#ints = new Int32Array(this.memory.buffer);
    return this.#ints;
  }

  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.memory.buffer) this.#bytes = new Uint8Array(this.memory.buffer);
    return this.#bytes;
  }

  /** Makes the memory at least `end` bytes long, with some to spare; false when it cannot grow so far. */
  readonly growTo = (end: number): boolean => {
    const now = this.memory.buffer.byteLength;
    if (end <= now) return true;
    // In large steps, so that growing stays rare; exactly when that is too much.
    return this.#grow(end - now + Math.max(2 ** 20, now / 8)) || this.#grow(end - now);
  };

  /**
   * Leaves the memory to threads that may still write to it: goes on with a copy of all that lies behind an address,
   * and zeros before.
   * @throws RangeError where there is no room for it
   */
  leave(address: number): void {
    const { bytes } = this;
    this.#memory = new WebAssembly.Memory({
      initial: bytes.length / pageBytes,
      maximum: this.mostBytes / pageBytes,
      shared: this.#isShared,
    });
    this.bytes.set(bytes.subarray(address), address);
  }

  #grow(bytes: number): boolean {
    try {
      this.memory.grow(Math.ceil(bytes / pageBytes));
      return true;
    } catch {
      return false;
    }
  }

  /** A view of `size` elements; in a memory that is not shared, good until it grows. */
  view(dtype: DType, address: number, size: number): TypedArray {
    const buffer = this.memory.buffer;
    if (dtype === 'float32') return new Float32Array(buffer, address, size);
    return dtype === 'int32' ? new Int32Array(buffer, address, size) : new Uint8Array(buffer, address, size);
  }

  /** Copies values to an address. */
  write(values: TypedArray, dtype: DType, address: number): void {
    if (dtype === 'float32') this.floats.set(values, address / 4);
    else if (dtype === 'int32') this.ints.set(values, address / 4);
    else this.bytes.set(values, address);
  }
}

/** A memory that may grow to `maximum` pages, or as far as this system allows: some phones refuse what is long. */
function largestMemory(maximum: number, shared: boolean): { memory: WebAssembly.Memory; maximum: number } {
  try {
    return { memory: new WebAssembly.Memory({ initial: firstPages, maximum, shared }), maximum };
  } catch (cause) {
    if (maximum >= leastPages) return largestMemory(maximum / 2, shared);
    throw new BackendError('cpu: this system has no room for a WebAssembly memory', {
      code: 'E_OOM',
      fix: 'close what else takes memory: other pages, other backends',
      cause,
    });
  }
}
