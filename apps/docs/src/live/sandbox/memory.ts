import { bounds } from '../protocol.js';

/** Arrays below this many bytes are not counted: there would have to be very many. */
const leastCounted = 4096;
const pageBytes = 65_536;

/**
 * Counts the bytes of the array buffers and WebAssembly memories that code makes, which no browser tells, and ends a run
 * that holds too many. Objects and strings cannot be counted: there the engine's own bound ends the frame's process.
 *
 * What is no longer held is known only after the code pauses. So code may make twice the bound between two pauses.
 */
export class Memory {
  #bytes = 0;
  #overCount = 0;
  readonly #memories = new Set<WeakRef<WebAssembly.Memory>>();
  readonly #freed = new FinalizationRegistry<number>((bytes) => {
    this.#bytes -= bytes;
  });

  /** @param end - ends the run */
  constructor(readonly end: (problem: string) => void) {}

  /** Counts from now on what is made in this realm. */
  watch(realm: typeof globalThis): void {
    const typedArrays = [
      'Int8',
      'Uint8',
      'Uint8Clamped',
      'Int16',
      'Uint16',
      'Int32',
      'Uint32',
      'Float16',
      'Float32',
    ]
      .concat('Float64', 'BigInt64', 'BigUint64')
      .map((name) => `${name}Array`);
    for (const name of ['ArrayBuffer', ...typedArrays]) this.#count(realm as never, name);
    this.#boundMemories(realm.WebAssembly);
  }

  /** Called between pauses: whether, with what is known to be free, the run holds too much. */
  look(): void {
    for (const memory of this.#memories) if (!memory.deref()) this.#memories.delete(memory);
    const wasm = [...this.#memories].reduce(
      (sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0),
      0,
    );
    // Finalizers come a little after the collector.
    this.#overCount = this.#bytes + wasm > bounds.bytes ? this.#overCount + 1 : 0;
    if (this.#overCount > 3) this.#tooMuch(this.#bytes + wasm);
  }

  #count(realm: Record<string, new (...inputs: unknown[]) => object>, name: string): void {
    const original = realm[name];
    if (!original) return;
    const elementBytes = (original as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    const counting: typeof original = new Proxy(original, {
      construct: (target, inputs, maker) => {
        const [size] = inputs;
        const expected = typeof size === 'number' ? size * elementBytes : 0;
        if (expected >= leastCounted) this.#allow(expected);
        const made = Reflect.construct(target, inputs, maker === counting ? target : maker);
        const isView = size instanceof ArrayBuffer || size instanceof SharedArrayBufferOrNone;
        if (!isView && made.byteLength >= leastCounted) {
          if (expected === 0) this.#allow(made.byteLength);
          this.#bytes += made.byteLength;
          this.#freed.register(made.buffer ?? made, made.byteLength);
        }
        return made;
      },
    });
    realm[name] = counting;
    Object.defineProperty(original.prototype, 'constructor', {
      value: counting,
      writable: true,
      configurable: true,
    });
  }

  #boundMemories(wasm: typeof WebAssembly): void {
    const most = bounds.bytes / pageBytes;
    wasm.Memory = new Proxy(wasm.Memory, {
      construct: (target, [descriptor]: [WebAssembly.MemoryDescriptor], maker) => {
        if (descriptor.initial > most) this.#tooMuch(descriptor.initial * pageBytes);
        const maximum = Math.min(descriptor.maximum ?? most, most);
        const memory = Reflect.construct(target, [{ ...descriptor, maximum }], maker);
        this.#memories.add(new WeakRef(memory));
        return memory;
      },
    });
  }

  #allow(bytes: number): void {
    if (bytes > bounds.bytes || this.#bytes + bytes > 2 * bounds.bytes) this.#tooMuch(this.#bytes + bytes);
  }

  #tooMuch(bytes: number): never {
    const problem = `live code may hold ${mebibytes(bounds.bytes)}, and this run came to ${mebibytes(bytes)}`;
    this.end(problem);
    throw new RangeError(problem);
  }
}

const SharedArrayBufferOrNone: { new (): object } =
  (globalThis.SharedArrayBuffer as unknown as { new (): object } | undefined) ?? class {};

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
