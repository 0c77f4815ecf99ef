import { FormatError } from '@descent/core';
import { joinBytes } from '../formats/join-bytes.js';
import type { Decompress } from './decompress.js';
import { type PageHeader, readPageHeader } from './page-header.js';
import { checkRuns } from './runs.js';
import { type ThriftFields, writeThrift } from './thrift.js';

/** What is known of a column of a row group before its pages are read. */
export interface ColumnChunk {
  /** For messages: file and column. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly decompress: Decompress;
  /** 'BYTE_ARRAY' and so on, and bytes of a value where all have as many. */
  readonly type: string;
  readonly typeSize: number | undefined;
  /** How deep its values are nested: levels above 0 where they may be missing, or repeat. */
  readonly definitionLevel: number;
  readonly repetitionLevel: number;
  /** Values, those that are missing included. */
  readonly valueCount: number;
}

/** Bytes that may still be used, for all columns of a row group together. */
export interface Budget {
  left: number;
}

/** Numbers of the encodings that can be checked ahead. */
const encodings = { plain: 0, dictionary: [2, 8], runs: 3, delta: 5, deltaLengths: 6, split: 9 };

/** Bytes that a value takes while it is decoded, about. */
const bytesPerValue = 24;

/**
 * Decompresses the pages of a column and checks what a decoder trusts: counts, sizes, runs, references into the
 * dictionary. A damaged or hostile page thus cannot make it work without end or fill the memory.
 *
 * @returns the same pages, not compressed
 * @throws FormatError, E_LIMIT when the budget does not suffice, E_UNSUPPORTED for encodings that cannot be checked
 */
export async function checkedPages(chunk: ColumnChunk, budget: Budget): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let dictionarySize: number | undefined;
  let valueCount = 0;
  for (let at = 0; at < chunk.bytes.length && valueCount < chunk.valueCount; ) {
    const { header, end } = readPageHeader(chunk.bytes, at, chunk.name);
    at = end + header.packedSize;
    if (at > chunk.bytes.length) throw damaged(chunk, 'a page is cut short');
    if (header.kind === 'other') continue;
    spend(chunk, budget, header);
    if (header.kind === 'dictionary') {
      if (dictionarySize !== undefined || valueCount > 0) throw damaged(chunk, 'a dictionary out of place');
      dictionarySize = header.valueCount;
    } else valueCount += header.valueCount;
    const page = await decompressed(chunk, header, chunk.bytes.subarray(end, at));
    const problem =
      header.kind === 'dictionary'
        ? problemOfPlain(chunk, page, 0, header.valueCount)
        : problemOfData(chunk, header, page, dictionarySize);
    if (problem) throw damaged(chunk, `a page: ${problem}`);
    parts.push(headerOf(header, page.length), page);
  }
  if (valueCount !== chunk.valueCount)
    throw damaged(chunk, `has ${valueCount} values, ${chunk.valueCount} are announced`);
  return joinBytes(parts);
}

function spend(chunk: ColumnChunk, budget: Budget, { size, valueCount }: PageHeader): void {
  budget.left -= size + bytesPerValue * valueCount;
  if (budget.left < 0) throw overBudget(chunk.name);
}

/** The error for a row group larger than it may be. */
export function overBudget(name: string): FormatError {
  return new FormatError(`${name}: its row group takes more memory than it may`, {
    code: 'E_LIMIT',
    fix: 'name fewer columns, or raise groupBytes',
  });
}

async function decompressed(chunk: ColumnChunk, header: PageHeader, packed: Uint8Array): Promise<Uint8Array> {
  const levelSize = header.definitionSize + header.repetitionSize;
  const size = header.size - levelSize;
  if (size < 0 || levelSize > packed.length) throw damaged(chunk, 'levels do not fit their page');
  const rest = packed.subarray(levelSize);
  // A page without values may have no bytes, which no method of compression writes, or those of nothing, compressed.
  const isPacked = header.isCompressed && size > 0;
  const values = isPacked
    ? await unpacked(chunk, rest, size)
    : rest.subarray(0, header.isCompressed ? 0 : rest.length);
  if (values.length !== size)
    throw damaged(chunk, `a page has ${values.length} bytes, ${size} are announced`);
  return levelSize === 0 ? values : joinBytes([packed.subarray(0, levelSize), values]);
}

async function unpacked(chunk: ColumnChunk, packed: Uint8Array, size: number): Promise<Uint8Array> {
  try {
    return await chunk.decompress(packed, size);
  } catch (cause) {
    throw damaged(chunk, 'a page cannot be decompressed', cause);
  }
}

function problemOfData(
  chunk: ColumnChunk,
  header: PageHeader,
  page: Uint8Array,
  dictionarySize: number | undefined,
): string | undefined {
  const levels = header.kind === 'data' ? levelsOf1(chunk, header, page) : levelsOf2(chunk, header, page);
  if (typeof levels === 'string') return levels;
  const { start, present } = levels;
  const { encoding } = header;
  if (encoding === encodings.plain) return problemOfPlain(chunk, page, start, present);
  if (encodings.dictionary.includes(encoding)) {
    if (dictionarySize === undefined) return 'it refers to a dictionary that is not there';
    return problemOfIndices(page, start, present, dictionarySize);
  }
  if (encoding === encodings.runs && chunk.type === 'BOOLEAN') return problemOfTruths(page, start, present);
  if (encoding === encodings.delta || encoding === encodings.deltaLengths)
    return present === 0 ? undefined : problemOfDelta(page, start);
  if (encoding === encodings.split && chunk.type !== 'BYTE_ARRAY')
    return problemOfPlain(chunk, page, start, present);
  throw new FormatError(`${chunk.name}: values in encoding ${encoding}, which cannot be read`, {
    code: 'E_UNSUPPORTED',
    fix: 'write the file again with plain or dictionary encoding',
  });
}

/** Where values begin, and how many of them are there. */
interface Levels {
  readonly start: number;
  readonly present: number;
}

/** Levels that stand before the values with their size. */
function levelsOf1(chunk: ColumnChunk, { valueCount }: PageHeader, page: Uint8Array): Levels | string {
  let start = 0;
  let present = valueCount;
  for (const level of [chunk.repetitionLevel, chunk.definitionLevel]) {
    if (level === 0) continue;
    if (start + 4 > page.length) return 'levels are cut short';
    const end = start + 4 + viewOf(page).getUint32(start, true);
    if (end > page.length) return 'levels are cut short';
    const width = 32 - Math.clz32(level);
    const equal = checkRuns({ bytes: page, start: start + 4, end, width, count: valueCount }, level);
    if (typeof equal === 'string') return `levels: ${equal}`;
    // Definition levels come last: a value is there where its level is the highest.
    if (level === chunk.definitionLevel) present = equal;
    start = end;
  }
  return { start, present };
}

/** Levels whose sizes stand in the header. */
function levelsOf2(chunk: ColumnChunk, header: PageHeader, page: Uint8Array): Levels | string {
  const { repetitionSize, definitionSize, valueCount, nullCount } = header;
  const end = repetitionSize + definitionSize;
  const present = valueCount - nullCount;
  if (chunk.repetitionLevel > 0) {
    const width = 32 - Math.clz32(chunk.repetitionLevel);
    const equal = checkRuns({ bytes: page, start: 0, end: repetitionSize, width, count: valueCount });
    if (typeof equal === 'string') return `levels: ${equal}`;
  }
  if (chunk.definitionLevel === 0) return { start: end, present: valueCount };
  const width = 32 - Math.clz32(chunk.definitionLevel);
  const runs = { bytes: page, start: repetitionSize, end, width, count: valueCount };
  const equal = checkRuns(runs, chunk.definitionLevel);
  if (typeof equal === 'string') return `levels: ${equal}`;
  return equal === present ? { start: end, present } : `${equal} values are there, ${present} are announced`;
}

/** Values one behind another; those of varying size stand behind their sizes. */
function problemOfPlain(
  chunk: ColumnChunk,
  page: Uint8Array,
  start: number,
  count: number,
): string | undefined {
  const doNotFit = `${count} values do not fit`;
  const { type, typeSize } = chunk;
  if (type === 'BOOLEAN') return start + Math.ceil(count / 8) > page.length ? doNotFit : undefined;
  if (type !== 'BYTE_ARRAY') return start + count * (typeSize ?? 0) > page.length ? doNotFit : undefined;
  const view = viewOf(page);
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 4 > page.length) return doNotFit;
    at += 4 + view.getUint32(at, true);
  }
  return at > page.length ? doNotFit : undefined;
}

function problemOfIndices(page: Uint8Array, start: number, count: number, size: number): string | undefined {
  if (count === 0) return undefined;
  const width = page[start];
  if (width === undefined) return 'it is cut short';
  if (size === 0) return 'the dictionary is empty';
  const equal = width > 0 ? checkRuns({ bytes: page, start: start + 1, end: page.length, width, count }) : 0;
  return typeof equal === 'string' ? equal : undefined;
}

function problemOfTruths(page: Uint8Array, start: number, count: number): string | undefined {
  if (count === 0) return undefined;
  if (start + 4 > page.length) return 'it is cut short';
  const end = start + 4 + viewOf(page).getUint32(start, true);
  if (end > page.length) return 'it is cut short';
  const equal = checkRuns({ bytes: page, start: start + 4, end, width: 1, count });
  return typeof equal === 'string' ? equal : undefined;
}

/** Differences, in blocks of a multiple of 128 that have parts of a multiple of 32. */
function problemOfDelta(page: Uint8Array, start: number): string | undefined {
  const first = shortNumber(page, start);
  const second = first && shortNumber(page, first.end);
  if (!first || !second) return 'its blocks are damaged';
  const partSize = first.value / second.value;
  const isRight = first.value > 0 && first.value % 128 === 0 && partSize % 32 === 0;
  return isRight ? undefined : 'its blocks are damaged';
}

/** A number of at most 21 bits, seven to a byte. */
function shortNumber(page: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 3; i++) {
    const byte = page[start + i];
    if (byte === undefined) return undefined;
    value |= (byte & 127) << (7 * i);
    if (byte < 128) return { value, end: start + i + 1 };
  }
  return undefined;
}

/** The header as it was, for a page that is not compressed. */
function headerOf(header: PageHeader, size: number): Uint8Array {
  const { kind, valueCount, encoding } = header;
  const own: Record<string, readonly [number, ThriftFields]> = {
    data: [
      5,
      [
        [1, valueCount],
        [2, encoding],
        [3, 3],
        [4, 3],
      ],
    ],
    dictionary: [
      7,
      [
        [1, valueCount],
        [2, encoding],
      ],
    ],
    data2: [
      8,
      [
        [1, valueCount],
        [2, header.nullCount],
        [3, header.rowCount],
        [4, encoding],
        [5, header.definitionSize],
        [6, header.repetitionSize],
        [7, false],
      ],
    ],
  };
  const type = { data: 0, dictionary: 2, data2: 3, other: 1 }[kind];
  return Uint8Array.from(
    writeThrift([[1, type], [2, size], [3, size], own[kind] as readonly [number, ThriftFields]]),
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(chunk: ColumnChunk, problem: string, cause?: unknown): FormatError {
  return new FormatError(`${chunk.name}: damaged parquet file: ${problem}`, { cause, fix: 'fetch it again' });
}
