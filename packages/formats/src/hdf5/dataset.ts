import { FormatError } from '@descent/core';
import { readChunked } from './chunks.js';
import { elementsIn, readDataspace } from './dataspace.js';
import { type Datatype, readDatatype } from './datatype.js';
import type { FileView } from './file-view.js';
import { readFilters } from './filters.js';
import { numbersFrom } from './numbers-from.js';
import { type Message, messageOf, messageTypes } from './object-header.js';

/** Numbers in a file: what they are is known at once, they are read when asked for. */
export interface Hdf5Dataset {
  readonly path: string;
  readonly shape: readonly number[];
  /** Elements. */
  readonly count: number;
  /** What they are in the file: `float32`, `int64`. */
  readonly format: string;
  /**
   * A copy of the numbers, row-major: float32 for floats of 16 and 32 bits, float64 for 64, integers as they are; 64-bit
   * ones as float64, as near as it comes.
   */
  read(): Float32Array | Float64Array | Int32Array | Uint8Array;
}

/**
 * @param path - for messages
 * @throws FormatError for what is not a dataset of numbers, E_UNSAFE where the numbers are in other files
 */
export function openDataset(file: FileView, path: string, messages: readonly Message[]): Hdf5Dataset {
  if (messageOf(messages, messageTypes.externalFiles))
    throw file.unsafe(`${path}: its values are in other files`);
  const [space, kind, layout] = [messageTypes.dataspace, messageTypes.datatype, messageTypes.layout].map(
    (type) => messageOf(messages, type),
  );
  if (!space || !kind || !layout) throw file.broken(`${path} is not an array of values`);
  if (file.u8(layout.at) >= 3 && file.u8(layout.at + 1) === 3)
    throw file.unsafe(`${path}: its values are virtual, in other files`);
  const type = readDatatype(file, kind.at);
  if (type.kind !== 'number')
    throw file.unsupported(`${type.kind === 'other' ? type.what : 'texts'} in ${path}`);
  const shape = readDataspace(file, space) ?? [0];
  const count = elementsIn(file, shape);
  return {
    path,
    shape,
    count,
    format: type.format,
    read: () => numbersFrom(contentOf(file, path, messages, layout, shape, count * type.size, type), type),
  };
}

type NumberType = Extract<Datatype, { kind: 'number' }>;

/** The bytes of the elements; a view where they lie in a row. */
function contentOf(
  file: FileView,
  path: string,
  messages: readonly Message[],
  { at }: Message,
  shape: readonly number[],
  size: number,
  type: NumberType,
): Uint8Array {
  const version = file.u8(at);
  const kind = file.u8(at + 1);
  if (version < 3 || version > 5) throw file.unsupported(`a layout of version ${version} in ${path}`);
  if (size === 0) return new Uint8Array(0);
  if (kind === 0) return rowOf(file, path, at + 4, file.u16(at + 2), size);
  if (kind === 1) return rowOf(file, path, file.address(at + 2), file.u64(at + 10), size);
  if (kind !== 2) throw file.broken(`${path} has a layout of kind ${kind}`);
  if (version > 3) throw file.unsupported(`chunks with an index of the newer kind in ${path}`);
  return readChunked(file, path, at, shape, type.size, readFilters(file, path, messages));
}

function rowOf(
  file: FileView,
  path: string,
  at: number | undefined,
  there: number,
  size: number,
): Uint8Array {
  const most = Math.min(there, file.bytes.length);
  if (size > most) throw file.beyond(`${most} bytes where the shape of ${path} asks for ${size}`);
  if (at === undefined) throw file.broken(`${path}: its values were never written`);
  file.need(at, size);
  return file.bytes.subarray(at, at + size);
}

/**
 * The numbers of a dataset of floats as float32.
 * @throws FormatError for integers
 */
export function floatsOf(file: string, dataset: Hdf5Dataset): Float32Array {
  const values = dataset.read();
  if (values instanceof Float32Array) return values;
  if (dataset.format === 'float64') return Float32Array.from(values);
  throw new FormatError(`${file}: ${dataset.path} has ${dataset.format}, weights are floats`);
}
