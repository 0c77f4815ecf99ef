import type { Part } from '../part.js';

/** What bytes are multiplied by, in the order in which it is tried: whole numbers, and pictures from 0 to 1. */
const byteScales = [1, 1 / 255] as const;

/** Numbers that grow in number; floats are kept as bytes as long as that loses nothing. */
export class CompactValues {
  #values: Float32Array | Int32Array | Uint8Array = new Uint8Array(0);
  #used = 0;
  /** Place in `byteScales` while bytes are held. */
  #scaleIndex = 0;

  /** Bytes in use. */
  get bytes(): number {
    return this.#used * this.#values.BYTES_PER_ELEMENT;
  }

  /**
   * Adds values; all of one column are of one kind.
   * @param expected - how many there will be in all, where it is known
   */
  add(values: Float32Array | Int32Array, expected = 0): void {
    if (values instanceof Int32Array) {
      this.#reserve(values.length, expected, Int32Array);
      this.#values.set(values, this.#used);
    } else {
      this.#makeFit(values);
      this.#reserve(values.length, expected, this.#values instanceof Uint8Array ? Uint8Array : Float32Array);
      const isBytes = this.#values instanceof Uint8Array;
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        this.#values[this.#used + i] = isBytes ? Math.round(value / this.#scale) : value;
      }
    }
    this.#used += values.length;
  }

  /** All values as one part of a dataset. */
  part(shape: readonly number[], count: number): Part {
    const values = this.#values.subarray(0, this.#used);
    return { values, shape, size: count === 0 ? 0 : this.#used / count, count, scale: this.#scale };
  }

  get #scale(): number {
    return this.#values instanceof Uint8Array ? (byteScales[this.#scaleIndex] ?? 1) : 1;
  }

  /** Goes on to a wider kind until the new values, and those held, are kept exactly. */
  #makeFit(values: Float32Array): void {
    if (!(this.#values instanceof Uint8Array) || fitsBytes(values, this.#scale)) return;
    const held = Float32Array.from(this.#values.subarray(0, this.#used), (byte) => byte * this.#scale);
    for (this.#scaleIndex++; this.#scaleIndex < byteScales.length; this.#scaleIndex++) {
      const scale = this.#scale;
      if (!fitsBytes(held, scale) || !fitsBytes(values, scale)) continue;
      for (let i = 0; i < held.length; i++) this.#values[i] = Math.round((held[i] as number) / scale);
      return;
    }
    this.#values = held;
  }

  #reserve(
    more: number,
    expected: number,
    Kind: Float32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor,
  ): void {
    const needed = this.#used + more;
    if (needed <= this.#values.length && this.#values instanceof Kind) return;
    const larger = new Kind(Math.max(needed, expected, expected === 0 ? 2 * this.#used : 0));
    larger.set(this.#values.subarray(0, this.#used));
    this.#values = larger;
  }
}

/** Whether bytes times `scale`, as float32, are these values to the last bit. */
function fitsBytes(values: Float32Array, scale: number): boolean {
  return values.every((value) => {
    // A sum with 0, since bytes have no negative zero.
    const byte = Math.round(value / scale) + 0;
    return byte >= 0 && byte <= 255 && Object.is(Math.fround(byte * scale), value);
  });
}
