const [varint, eightBytes, delimited, fourBytes] = [0, 1, 2, 5];

/**
 * A protocol buffer message that is being written, field after field in the order of their numbers. A number of 0 is
 * what a reader takes for one that is missing: it is left out where proto3 does so.
 *
 * @see protobuf.dev/programming-guides/encoding
 */
export class Message {
  readonly #bytes: number[] = [];

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** A whole number >= 0, as int64. */
  whole(field: number, value: number): this {
    return value === 0 ? this : this.#key(field, varint).#varint(value);
  }

  double(field: number, value: number): this {
    return Object.is(value, 0) ? this : this.#key(field, eightBytes).#add(Float64Array.of(value));
  }

  /** Of a `oneof`, which is written also where it is 0. */
  float(field: number, value: number): this {
    return this.#key(field, fourBytes).#add(Float32Array.of(value));
  }

  /** Numbers that are repeated, packed. */
  doubles(field: number, values: readonly number[]): this {
    return this.#delimited(field, littleEndian(Float64Array.from(values)));
  }

  text(field: number, value: string): this {
    return this.#delimited(field, new TextEncoder().encode(value));
  }

  message(field: number, value: Message): this {
    return this.#delimited(field, value.#bytes);
  }

  #key(field: number, wireType: number): this {
    return this.#varint(field * 8 + wireType);
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  #varint(value: number): this {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) + 128);
    this.#bytes.push(rest);
    return this;
  }

  #delimited(field: number, bytes: ArrayLike<number>): this {
    this.#key(field, delimited).#varint(bytes.length);
    for (let i = 0; i < bytes.length; i++) this.#bytes.push(bytes[i] as number);
    return this;
  }

  #add(values: Float32Array | Float64Array): this {
    this.#bytes.push(...littleEndian(values));
    return this;
  }
}

function littleEndian(values: Float32Array | Float64Array): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(values.byteLength));
  values.forEach((value, i) => {
    if (size === 4) view.setFloat32(i * size, value, true);
    else view.setFloat64(i * size, value, true);
  });
  return new Uint8Array(view.buffer);
}
