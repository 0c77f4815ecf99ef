import { FormatError, ShapeError, showShape } from '@descent/core';
import { isGzip } from './gunzip.js';

/** An array of unsigned bytes, as an IDX file holds it. */
export interface IdxArray {
  /** Sizes of the axes, outermost first. */
  readonly shape: readonly number[];
  /** Row-major, as many as the shape says. */
  readonly values: Uint8Array;
}

/** Element kinds of the format; only bytes are in use. */
const kinds: Readonly<Record<number, string>> = {
  8: 'unsigned byte',
  9: 'signed byte',
  11: '16-bit integer',
  12: '32-bit integer',
  13: '32-bit float',
  14: '64-bit float',
};

/**
 * As readIdx says, of a file that is not compressed.
 * @param name - for messages
 * @throws FormatError
 */
export function parseIdx(bytes: Uint8Array, name = 'IDX file'): IdxArray {
  if (bytes.length < 4) throw truncated(name, 4, bytes.length);
  const [zero, alsoZero, kind, rank] = bytes as unknown as [number, number, number, number];
  if (zero !== 0 || alsoZero !== 0 || !(kind in kinds)) {
    const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new FormatError(
      `${name}: not an IDX file: it begins with ${magic}, expected 00 00, a kind, and a number of axes`,
      {
        fix: isGzip(bytes)
          ? 'decompress it first: it is a gzip file'
          : 'look into it: it may be an error page that was saved under this name',
      },
    );
  }
  if (kind !== 8) {
    throw new FormatError(`${name}: holds ${kinds[kind]} values, only unsigned bytes can be read`, {
      code: 'E_UNSUPPORTED',
      fix: 'convert it, or read its values with a DataView and give them to fromArrays',
    });
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw truncated(name, start, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = valueCount(shape);
  if (bytes.length - start < size) throw truncated(name, start + size, bytes.length, shape);
  if (bytes.length - start > size) {
    throw new FormatError(
      `${name}: too long: needs ${start + size} bytes for ${showShape(shape)}, has ${bytes.length}`,
      { fix: 'delete the file and fetch it again' },
    );
  }
  return { shape, values: bytes.subarray(start) };
}

/** Product of the sizes; 0 also where the others overflow to Infinity. */
function valueCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, 1);
}

function truncated(name: string, needed: number, got: number, shape?: readonly number[]): FormatError {
  const least = Number.isSafeInteger(needed) ? `${needed}` : 'more than 2^53';
  const of = shape ? ` for ${showShape(shape)}` : '';
  return new FormatError(`${name}: cut short: needs ${least} bytes${of}, has ${got}`, {
    fix: 'delete the file and fetch it again',
  });
}

/**
 * Writes an IDX file of unsigned bytes; readIdx reads it back.
 *
 * @throws ShapeError for sizes that the format cannot hold, and for more or fewer values than the shape says
 * @example
 * await writeFile('labels.idx', writeIdx({ shape: [3], values: Uint8Array.of(7, 2, 1) }));
 */
export function writeIdx({ shape, values }: IdxArray): Uint8Array {
  if (shape.length > 255 || shape.some((n) => n !== n >>> 0)) {
    throw new ShapeError(
      `writeIdx: the format holds up to 255 axes of 0 to 2^32 - 1, got ${showShape(shape)}`,
      {
        code: 'E_SIZE',
      },
    );
  }
  if (valueCount(shape) !== values.length) {
    throw new ShapeError(
      `writeIdx: ${showShape(shape)} means ${valueCount(shape)} values, got ${values.length}`,
      { fix: 'give the shape that the values have' },
    );
  }
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, n] of shape.entries()) view.setUint32(4 + 4 * axis, n);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
