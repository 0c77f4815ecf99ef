import { aligned, ByteRecord, type ByteSink } from './byte-sink.js';

interface HeldText {
  /** Bytes. */
  readonly length: number;
  /** Of the heap that holds it. */
  readonly at: number;
  /** In that heap. */
  readonly index: number;
}

/** The smallest heap that the format allows. */
const smallest = 4096;
/** Texts in one heap; an index has 16 bits. */
const mostTexts = 30_000;

/** Texts of any length, kept outside of the attributes that hold them. Each is kept once. */
export class TextHeap {
  readonly #texts = new Map<string, Uint8Array>();
  readonly #held = new Map<string, HeldText>();

  add(text: string): void {
    this.#texts.set(text, new TextEncoder().encode(text));
  }

  /** Where a text was written. */
  find(text: string): HeldText {
    return this.#held.get(text) as HeldText;
  }

  write(sink: ByteSink): void {
    const all = [...this.#texts];
    for (let from = 0; from < all.length; from += mostTexts)
      this.#writeHeap(sink, all.slice(from, from + mostTexts));
  }

  #writeHeap(sink: ByteSink, texts: readonly (readonly [string, Uint8Array])[]): void {
    const used = texts.reduce((sum, [, { length }]) => sum + 16 + aligned(length), 16);
    // Behind the last text a header says how much is free.
    const size = Math.max(smallest, used + 16);
    const heap = new ByteRecord(size);
    heap.letters('GCOL');
    heap.bytes[4] = 1;
    heap.u64(8, size);
    const at = sink.put(heap.bytes);
    let place = 16;
    texts.forEach(([text, bytes], i) => {
      heap.u16(place, i + 1);
      heap.u16(place + 2, 1);
      heap.u64(place + 8, bytes.length);
      heap.bytes.set(bytes, place + 16);
      this.#held.set(text, { length: bytes.length, at, index: i + 1 });
      place += 16 + aligned(bytes.length);
    });
    heap.u64(place + 8, size - place);
  }
}
