import { FormatError } from '@descent/core';
import { readThrift, type ThriftStruct } from './thrift.js';

/** What stands before a page of a column. */
export interface PageHeader {
  readonly kind: 'data' | 'data2' | 'dictionary' | 'other';
  /** Bytes of the page when it is decompressed, and as it is stored. */
  readonly size: number;
  readonly packedSize: number;
  /** Values, those that are missing included. */
  readonly valueCount: number;
  /** Number of the encoding. */
  readonly encoding: number;
  /** Of pages of the second kind: missing values, rows, bytes of levels, and whether the rest is compressed. */
  readonly nullCount: number;
  readonly rowCount: number;
  readonly definitionSize: number;
  readonly repetitionSize: number;
  readonly isCompressed: boolean;
}

/**
 * Reads the header at `start`.
 * @returns it, and where the page begins
 * @throws FormatError when a number is missing or less than 0
 * @see Apache Parquet, parquet.thrift, PageHeader
 */
export function readPageHeader(
  bytes: Uint8Array,
  start: number,
  name: string,
): { header: PageHeader; end: number } {
  const { struct, end } = readThrift(bytes, start, name);
  const number = (of: ThriftStruct, id: number): number => {
    const value = of.get(id);
    if (typeof value === 'number' && value >= 0) return value;
    throw new FormatError(`${name}: damaged parquet file: a page says ${value} where a count is expected`, {
      fix: 'fetch it again',
    });
  };
  const part = (id: number): ThriftStruct => {
    const value = struct.get(id);
    return value instanceof Map ? value : new Map();
  };
  const type = number(struct, 1);
  const shared = { size: number(struct, 2), packedSize: number(struct, 3) };
  const plain = { nullCount: 0, rowCount: 0, definitionSize: 0, repetitionSize: 0, isCompressed: true };
  if (type === 0 || type === 2) {
    const own = part(type === 0 ? 5 : 7);
    const kind = type === 0 ? 'data' : 'dictionary';
    const header = {
      kind,
      ...shared,
      ...plain,
      valueCount: number(own, 1),
      encoding: number(own, 2),
    } as const;
    return { header, end };
  }
  if (type !== 3) return { header: { kind: 'other', ...shared, ...plain, valueCount: 0, encoding: 0 }, end };
  const own = part(8);
  const header: PageHeader = {
    kind: 'data2',
    ...shared,
    valueCount: number(own, 1),
    nullCount: number(own, 2),
    rowCount: number(own, 3),
    encoding: number(own, 4),
    definitionSize: number(own, 5),
    repetitionSize: number(own, 6),
    isCompressed: own.get(7) !== false,
  };
  return { header, end };
}
