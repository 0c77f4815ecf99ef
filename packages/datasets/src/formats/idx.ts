import { FormatError, showShape } from '@descent/core';

/** An array from an IDX file. */
export interface IdxArray {
  readonly shape: readonly number[];
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
 * Reads an IDX file of unsigned bytes, the format of MNIST: two zero bytes, the kind, the number of axes, the
 * sizes (32 bits, big-endian), the values. Nothing is allocated before the sizes are known to fit the file.
 *
 * @param bytes - the file, not compressed; the result shares its memory
 * @param name - for messages
 * @throws FormatError for a wrong magic number or kind, and for a file shorter or longer than its sizes say
 * @see LeCun, Cortes and Burges, The MNIST database
 */
export function readIdx(bytes: Uint8Array, name = 'IDX file'): IdxArray {
  if (bytes.length < 4) throw truncated(name, 4, bytes.length);
  const [zero, alsoZero, kind, rank] = bytes as unknown as [number, number, number, number];
  if (zero !== 0 || alsoZero !== 0 || !(kind in kinds)) {
    const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new FormatError(
      `${name}: not an IDX file: it begins with ${magic}, expected 00 00, a kind, and a number of axes`,
      zero === 0x1f && alsoZero === 0x8b ? { fix: 'decompress it first: it is a gzip file' } : {},
    );
  }
  if (kind !== 8) {
    throw new FormatError(`${name}: holds ${kinds[kind]} values, only unsigned bytes can be read`, {
      code: 'E_UNSUPPORTED',
    });
  }
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw truncated(name, start, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, n) => product * n, 1);
  if (bytes.length - start < size) throw truncated(name, start + size, bytes.length, shape);
  if (bytes.length - start > size) {
    throw new FormatError(
      `${name}: ${bytes.length - start - size} bytes follow the ${size} values of ${showShape(shape)}`,
    );
  }
  return { shape, values: bytes.subarray(start) };
}

function truncated(name: string, needed: number, got: number, shape?: readonly number[]): FormatError {
  const of = shape ? ` for ${showShape(shape)}` : '';
  return new FormatError(`${name}: cut short: needs ${needed} bytes${of}, has ${got}`, {
    fix: 'fetch the file again',
  });
}

/** Writes an IDX file of unsigned bytes. */
export function writeIdx({ shape, values }: IdxArray): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, n] of shape.entries()) view.setUint32(4 + 4 * axis, n);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
