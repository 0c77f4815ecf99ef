import { FormatError } from '@descent/core';

/** A struct of Thrift's compact protocol: what its fields hold, by number. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

/** What a field holds. */
export type ThriftValue = number | bigint | boolean | Uint8Array | readonly ThriftValue[] | ThriftStruct;

/** The deepest nesting of structs and lists; Parquet has 8. */
const deepest = 32;

/**
 * Reads a struct, and holds it to what it may be: numbers end, lists fit the bytes that are left, nothing is nested
 * without end. What is read after it may then be trusted to end too.
 *
 * @returns the struct and where it ends
 * @throws FormatError
 * @see Apache Thrift, doc/specs/thrift-compact-protocol.md
 */
export function readThrift(
  bytes: Uint8Array,
  start: number,
  name: string,
): { struct: ThriftStruct; end: number } {
  const reader = new ThriftReader(bytes, start, name);
  const struct = reader.struct(0);
  return { struct, end: reader.at };
}

class ThriftReader {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #name: string;

  constructor(bytes: Uint8Array, start: number, name: string) {
    this.#bytes = bytes;
    this.#name = name;
    this.at = start;
  }

  struct(depth: number): ThriftStruct {
    if (depth > deepest) throw this.#damaged('it is nested too deep');
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return fields;
      id = head >> 4 === 0 ? this.#int() : id + (head >> 4);
      if (id < 0 || fields.has(id)) throw this.#damaged(`it has two fields ${id}`);
      fields.set(id, type <= 2 ? type === 1 : this.#value(type, depth));
    }
  }

  #value(type: number, depth: number): ThriftValue {
    if (type <= 2) return this.#byte() === 1;
    if (type === 3) return (this.#byte() << 24) >> 24;
    if (type === 4 || type === 5) return this.#int();
    if (type === 6) return this.#long();
    if (type === 7) return this.#float();
    if (type === 8) return this.#take(this.#unsigned());
    if (type === 9) return this.#list(depth + 1);
    if (type === 12) return this.struct(depth + 1);
    throw this.#damaged(`it has a value of kind ${type}`);
  }

  #list(depth: number): readonly ThriftValue[] {
    if (depth > deepest) throw this.#damaged('it is nested too deep');
    const head = this.#byte();
    const size = head >> 4 === 15 ? this.#unsigned() : head >> 4;
    // Each element takes a byte at least.
    if (size > this.#bytes.length - this.at) throw this.#damaged(`a list of ${size} elements does not fit`);
    return Array.from({ length: size }, () => this.#value(head & 15, depth));
  }

  /** At most 32 bits, in five bytes. */
  #unsigned(): number {
    const value = this.#varint(5);
    if (value > 0xffffffffn) throw this.#damaged('a number is too large');
    return Number(value);
  }

  #int(): number {
    const zigzag = this.#unsigned();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  #long(): bigint {
    const zigzag = this.#varint(10);
    return BigInt.asIntN(64, (zigzag >> 1n) ^ -(zigzag & 1n));
  }

  #varint(most: number): bigint {
    let value = 0n;
    for (let i = 0; i < most; i++) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << BigInt(7 * i);
      if (byte < 128) return value;
    }
    throw this.#damaged('a number does not end');
  }

  #float(): number {
    const bytes = this.#take(8);
    return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
  }

  #byte(): number {
    return this.#take(1)[0] as number;
  }

  #take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.at) throw this.#damaged('it is cut short');
    this.at += count;
    return this.#bytes.subarray(this.at - count, this.at);
  }

  #damaged(problem: string): FormatError {
    return new FormatError(`${this.#name}: damaged parquet file: a header: ${problem}`, {
      fix: 'fetch it again',
    });
  }
}

/** Fields to write: 32-bit numbers, truth values, and structs. */
export type ThriftFields = readonly (readonly [id: number, value: number | boolean | ThriftFields])[];

/** Writes a struct; the fields are in the order of their numbers, which are at most 15 apart. */
export function writeThrift(fields: ThriftFields): number[] {
  const bytes: number[] = [];
  let last = 0;
  for (const [id, value] of fields) {
    const kind = typeof value === 'number' ? 5 : typeof value === 'boolean' ? (value ? 1 : 2) : 12;
    bytes.push(((id - last) << 4) | kind);
    last = id;
    if (typeof value === 'number') bytes.push(...varint(((value << 1) ^ (value >> 31)) >>> 0));
    else if (typeof value === 'object') bytes.push(...writeThrift(value));
  }
  return [...bytes, 0];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}
