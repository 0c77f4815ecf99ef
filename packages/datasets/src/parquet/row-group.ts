import { FormatError } from '@descent/core';
import type { FileMetaData } from 'hyparquet';
import { type RandomAccess, readWithin } from '../sources/random-access.js';
import { type Budget, checkedPages, overBudget } from './checked-pages.js';
import { type Codec, decompressors } from './decompress.js';
import { countOf, damaged, type ParquetMetadata } from './metadata.js';

/** A row: what its columns hold, by name. */
export type Row = Readonly<Record<string, unknown>>;

/** What is read of a row group. */
export interface GroupRead {
  readonly bytes: RandomAccess;
  readonly metadata: ParquetMetadata;
  /** Names of the columns. */
  readonly columns: readonly string[];
  readonly budget: Budget;
  readonly signal: AbortSignal | undefined;
}

type RowGroup = FileMetaData['row_groups'][number];
type Column = RowGroup['columns'][number];

/**
 * The rows of a group. It is decoded as a file of its own, in memory, whose pages are checked and not compressed.
 *
 * @throws FormatError when it is damaged, E_LIMIT when the budget does not suffice
 */
export async function readRowGroup(read: GroupRead, index: number): Promise<readonly Row[]> {
  const { bytes, metadata, columns } = read;
  const group = metadata.file.row_groups[index] as RowGroup;
  const rowCount = countOf(bytes.name, group.num_rows);
  const parts: Uint8Array[] = [];
  const moved: Column[] = [];
  let offset = 0;
  for (const column of group.columns) {
    const path = column.meta_data?.path_in_schema ?? [];
    if (!columns.includes(path[0] ?? '')) continue;
    const part = await pagesOf(read, column, path, rowCount);
    moved.push(movedTo(column, offset, part.length));
    parts.push(part);
    offset += part.length;
  }
  const file = { ...metadata.file, num_rows: BigInt(rowCount), row_groups: [{ ...group, columns: moved }] };
  const whole = await new Blob(parts as BlobPart[]).arrayBuffer();
  const rows = await decode(bytes.name, file, whole, columns);
  if (rows.length === rowCount && rows.every((row) => columns.every((name) => row[name] !== undefined)))
    return rows;
  throw damaged(bytes.name, `row group ${index} has not the ${rowCount} rows that it announces`);
}

async function pagesOf(
  { bytes, metadata, budget, signal }: GroupRead,
  { meta_data: about, file_path: elsewhere }: Column,
  path: readonly string[],
  rowCount: number,
): Promise<Uint8Array> {
  const name = `${bytes.name}: column ${path.join('.')}`;
  const leaf = metadata.leaves.get(path.join('\0'));
  if (!about || !leaf || about.type !== leaf.type) throw damaged(name, 'nothing tells what it holds');
  if (elsewhere) throw damaged(name, 'it is in another file');
  const valueCount = countOf(name, about.num_values);
  if (leaf.repetitionLevel === 0 && valueCount !== rowCount)
    throw damaged(name, `it has ${valueCount} values for ${rowCount} rows`);
  const load = Object.hasOwn(decompressors, about.codec) ? decompressors[about.codec as Codec] : undefined;
  if (!load) {
    throw new FormatError(`${name}: compressed by ${about.codec}, which cannot be read`, {
      code: 'E_UNSUPPORTED',
    });
  }
  const start = countOf(name, about.dictionary_page_offset || about.data_page_offset);
  const size = countOf(name, about.total_compressed_size);
  if (size > budget.left) throw overBudget(name);
  const packed = await readWithin(bytes, start, start + size, signal);
  return checkedPages({ name, bytes: packed, decompress: await load(), ...leaf, valueCount }, budget);
}

/** Where it is found among the pages that are not compressed; a dictionary is the first of them. */
function movedTo(column: Column, offset: number, size: number): Column {
  const { meta_data: about } = column;
  return {
    file_offset: 0n,
    file_path: undefined,
    meta_data: about && {
      ...about,
      codec: 'UNCOMPRESSED',
      statistics: undefined,
      dictionary_page_offset: undefined,
      data_page_offset: BigInt(offset),
      total_compressed_size: BigInt(size),
      total_uncompressed_size: BigInt(size),
    },
  } as Column;
}

async function decode(
  name: string,
  metadata: FileMetaData,
  whole: ArrayBuffer,
  columns: readonly string[],
): Promise<Row[]> {
  const { parquetReadObjects } = await import('hyparquet');
  const file = {
    byteLength: whole.byteLength,
    slice: (start: number, end?: number) => whole.slice(start, end),
  };
  try {
    return await parquetReadObjects({
      file,
      metadata,
      columns: [...columns],
      utf8: false,
      geoparquet: false,
    });
  } catch (cause) {
    throw damaged(name, 'its pages cannot be read', cause);
  }
}
