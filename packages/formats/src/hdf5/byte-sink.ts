/** Rounds up to a multiple of eight. */
export function aligned(size: number): number {
  return Math.ceil(size / 8) * 8;
}

/** Pieces of a file, each at a multiple of eight. */
export class ByteSink {
  readonly #pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];

  constructor(
    /** Bytes so far. */
    public size: number,
  ) {}

  /** Appends a piece and says where it is. */
  put(bytes: Uint8Array): number {
    const at = aligned(this.size);
    this.#pieces.push({ at, bytes });
    this.size = at + bytes.length;
    return at;
  }

  /** The whole file, with what it begins with. */
  join(head: Uint8Array): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.size);
    whole.set(head);
    for (const { at, bytes } of this.#pieces) whole.set(bytes, at);
    return whole;
  }
}

/** A structure of zeros to be filled in, little-endian. */
export class ByteRecord {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** Text of ASCII letters at the start. */
  letters(text: string): void {
    this.bytes.set(new TextEncoder().encode(text));
  }

  u16(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }

  u32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  u64(at: number, value: number | bigint): void {
    this.#view.setBigUint64(at, BigInt(value), true);
  }
}
