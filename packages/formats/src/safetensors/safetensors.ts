import {
  checkOptions,
  describeValue,
  FormatError,
  type Shape,
  showShape,
  sizeOf,
  ValueError,
} from '@descent/core';
import { checkUniqueKeys } from '../json/check-unique-keys.js';
import { parseJson } from '../json/parse-json.js';
import { refuseForeignFile } from '../keras-file/foreign-file.js';
import { dtypeOf, dtypes, type SafetensorsDtype, type TensorValues } from './dtypes.js';

/** A tensor of a file. */
export interface SafeTensor {
  readonly shape: Shape;
  /** Row-major; half floats as float32, booleans as bytes that are 0 or 1. */
  readonly values: TensorValues;
  /** What the file calls its elements. To write: default what the array says. */
  readonly dtype?: SafetensorsDtype | undefined;
}

/** What a file of safetensors holds. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Options of readers of one file. */
export interface FileOptions {
  /** What messages call it. */
  readonly file?: string | undefined;
}

/** Bytes before the header: its length, 64 bits, little-endian. */
const prefix = 8;

/** Longest header that is read, as in the reference implementation. */
const longestHeader = 100_000_000;

/** How many tensors are read. */
const mostTensors = 50_000;

/**
 * Reads safetensors: names, shapes and values, no code. Values are copies.
 *
 * Every byte of the file belongs to one tensor: files with holes, overlaps or a rest are refused, as by the reference
 * implementation.
 *
 * @throws FormatError naming file and tensor for what breaks the format's rules, and for a page of HTML or a Git LFS
 * pointer in its place
 * @example readSafetensors(await readFile('model.safetensors')).tensors.get('dense/kernel')?.shape // [784, 10]
 * @see https://github.com/huggingface/safetensors
 */
export function readSafetensors(bytes: Uint8Array | ArrayBuffer, options: FileOptions = {}): Safetensors {
  const { file = 'safetensors' } = checkOptions('readSafetensors', options, ['file']);
  const all = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  if (!(all instanceof Uint8Array)) {
    throw new ValueError(`readSafetensors: expects bytes, got ${describeValue(bytes)}`);
  }
  const { header, begin } = headerOf(file, all);
  const { metadata, entries } = header;
  const tensors = new Map<string, SafeTensor>();
  for (const { name, dtype, shape, from, to } of contiguous(file, entries, all.length - begin)) {
    // Not slice: a Buffer of Node would not be copied.
    const { buffer } = new Uint8Array(all.subarray(begin + from, begin + to));
    tensors.set(name, { dtype, shape, values: dtypes[dtype].read(buffer as ArrayBuffer) });
  }
  return { tensors, metadata };
}

/**
 * Writes safetensors, which Python reads with `safetensors.numpy.load_file`. Names are in the order given, values aligned
 * to 8 bytes from the header's end on.
 *
 * @throws ValueError for a shape and values that disagree, and names that readers refuse
 * @example writeSafetensors({ tensors: new Map([['w', { shape: [2], values: new Float32Array([1, 2]) }]]) })
 */
export function writeSafetensors({
  tensors,
  metadata = {},
}: {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  readonly metadata?: Readonly<Record<string, string>>;
}): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { shape, values, dtype }] of tensors) {
    const own = dtypeOf(values);
    if (
      name === '__metadata__' ||
      name === '__proto__' ||
      own === undefined ||
      sizeOf(shape) !== values.length
    ) {
      throw new ValueError(
        `writeSafetensors: ${describeValue(name)} of shape ${showShape(shape)} cannot have ${describeValue(values)}`,
        { fix: 'give a typed array of as many values as the shape has, and another name than __metadata__' },
      );
    }
    const begin = end;
    end += values.byteLength;
    const isBool = dtype === 'BOOL' && own === 'U8';
    header[name] = { dtype: isBool ? 'BOOL' : own, shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded by spaces, so that the values begin at a multiple of 8.
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(prefix + length + end).fill(0x20, prefix, prefix + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, prefix);
  let at = prefix + length;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** Where a tensor's bytes are, after the header. */
interface Entry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
}

function headerOf(file: string, bytes: Uint8Array): { readonly header: Header; readonly begin: number } {
  refuseForeignFile(file, bytes);
  if (bytes.length < prefix)
    throw new FormatError(`${file}: has ${bytes.length} bytes, its header begins at 8`);
  const given = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (given > longestHeader || prefix + Number(given) > bytes.length) {
    throw new FormatError(`${file}: says that its header has ${given} bytes, the file has ${bytes.length}`, {
      fix: 'fetch it again; perhaps it is no safetensors file',
    });
  }
  const begin = prefix + Number(given);
  if (bytes[prefix] !== 0x7b) throw new FormatError(`${file}: its header does not begin with {`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(prefix, begin));
  } catch (cause) {
    throw new FormatError(`${file}: its header is not UTF-8`, { cause });
  }
  const json = parseJson(file, text) as Readonly<Record<string, unknown>>;
  const names = Object.keys(json);
  if (names.length > mostTensors) {
    throw new FormatError(`${file}: has ${names.length} tensors, ${mostTensors} are read`);
  }
  checkUniqueKeys(file, text);
  const { __metadata__: metadata = {} } = json;
  if (!isTexts(metadata)) throw new FormatError(`${file}: __metadata__ is not texts by name`);
  const entries = names
    .filter((name) => name !== '__metadata__')
    .map((name) => entryOf(file, name, json[name]));
  return { header: { metadata, entries }, begin };
}

function entryOf(file: string, name: string, value: unknown): Entry {
  const fail = (what: string): never => {
    throw new FormatError(`${file}: tensor ${describeValue(name)} ${what}`);
  };
  if (name === '__proto__') fail('may not be called so');
  const { dtype, shape, data_offsets: offsets } = Object(value) as Readonly<Record<string, unknown>>;
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypes, dtype)) {
    fail(`is of the unknown dtype ${describeValue(dtype)}`);
  }
  if (!isCounts(shape)) fail(`has the shape ${describeValue(shape)}`);
  if (!isCounts(offsets) || (offsets as readonly number[]).length !== 2) {
    fail(`has the data_offsets ${describeValue(offsets)}`);
  }
  const [from, to] = offsets as [number, number];
  const count = (shape as readonly number[]).reduce((product, n) => product * n, 1);
  const needed = count * dtypes[dtype as SafetensorsDtype].bytes;
  if (to - from !== needed) fail(`has ${to - from} bytes, its shape needs ${needed}`);
  return { name, dtype: dtype as SafetensorsDtype, shape: shape as readonly number[], from, to };
}

/** Tensors in the order of their bytes, which must be all of the file's. */
function contiguous(file: string, entries: readonly Entry[], size: number): readonly Entry[] {
  const sorted = entries.toSorted((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of sorted) {
    if (from !== end) {
      const what =
        from < end ? 'overlaps what is before it' : `leaves a hole of ${from - end} bytes before it`;
      throw new FormatError(`${file}: tensor ${describeValue(name)} ${what}`);
    }
    end = to;
  }
  if (end !== size) {
    const what =
      end > size ? `${end - size} bytes are missing at its end` : `${size - end} bytes belong to no tensor`;
    throw new FormatError(`${file}: ${what}`, { fix: 'fetch it again' });
  }
  // In the order of the header, as they were written.
  return entries;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
