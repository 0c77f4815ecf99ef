import { type DType, FormatError, type Shape, sizeOf, type TypedArray } from '@descent/core';

/** Values with their shape. */
export interface NamedArray {
  readonly shape: Shape;
  readonly values: TypedArray;
}

/** What a file holds: arrays by name, and texts. */
export interface Safetensors {
  readonly arrays: ReadonlyMap<string, NamedArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

const dtypes: Readonly<Record<string, DType>> = { F32: 'float32', I32: 'int32', BOOL: 'bool' };
const codes: Readonly<Record<DType, string>> = { float32: 'F32', int32: 'I32', bool: 'BOOL' };

/** Bytes before the header: its length, 64 bits, little-endian. */
const prefix = 8;

/** Longest header that is read, as in the reference implementation. */
const longestHeader = 100_000_000;

/**
 * Writes arrays in the format safetensors, which Python reads with `safetensors.numpy.load_file`.
 * @see https://github.com/huggingface/safetensors
 */
export function encodeSafetensors({ arrays, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of arrays) {
    const begin = end;
    end += values.byteLength;
    header[name] = { dtype: codes[dtypeOf(values)], shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded by spaces, so that the values begin at a multiple of 8.
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(prefix + length + end).fill(0x20, prefix, prefix + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, prefix);
  let at = prefix + length;
  for (const { values } of arrays.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * Reads what {@link encodeSafetensors} wrote. The arrays are copies.
 * @throws FormatError for bytes that are cut off or break the format's rules
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const header = headerOf(bytes);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isTexts(metadata)) throw broken('its metadata');
  const data = bytes.subarray(prefix + Number(lengthOf(bytes)));
  const arrays = new Map<string, NamedArray>();
  let end = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const kind = dtypes[dtype as string];
    if (!kind || !isShape(shape) || !isShape(offsets) || offsets[0] !== end)
      throw broken(`the entry of ${name}`);
    const begin = end;
    end += sizeOf(shape) * allocate(kind, 0).BYTES_PER_ELEMENT;
    // Before anything is allocated: a size that was made up is not believed.
    if (offsets[1] !== end || end > data.length) throw broken(`the size of ${name}`);
    const values = allocate(kind, sizeOf(shape));
    new Uint8Array(values.buffer).set(data.subarray(begin, end));
    arrays.set(name, { shape, values });
  }
  if (end !== data.length) throw broken(`its length: ${data.length - end} bytes belong to nothing`);
  return { arrays, metadata };
}

function headerOf(bytes: Uint8Array): Record<string, unknown> {
  const length = lengthOf(bytes);
  if (length > longestHeader || prefix + Number(length) > bytes.length)
    throw broken('the length of its header');
  try {
    const header: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(prefix, prefix + Number(length))),
    );
    if (isObject(header)) return header;
  } catch (cause) {
    throw broken('its header', cause);
  }
  throw broken('its header');
}

function lengthOf(bytes: Uint8Array): bigint {
  if (bytes.length < prefix) throw broken('its length');
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function allocate(dtype: DType, size: number): TypedArray {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

function dtypeOf(values: TypedArray): DType {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Int32Array ? 'int32' : 'bool';
}

function broken(what: string, cause?: unknown): FormatError {
  return new FormatError(`safetensors: ${what} is not right`, { cause });
}
