import { FormatError } from '@descent/core';
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { type RandomAccess, readWithin } from '../sources/random-access.js';
import { readThrift } from './thrift.js';

/** What stands at the end of a file, checked. */
export interface ParquetMetadata {
  readonly file: FileMetaData;
  /** Rows in all. */
  readonly rowCount: number;
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Columns of single values, by their paths, joined by NULs. */
  readonly leaves: ReadonlyMap<string, Leaf>;
  /** What the writer noted. */
  readonly notes: ReadonlyMap<string, string>;
}

/** A column of single values, which may lie within others. */
export interface Leaf {
  /** 'BYTE_ARRAY' and so on, and bytes of a value where all have as many. */
  readonly type: string;
  readonly typeSize: number | undefined;
  /** How many of the columns around it, itself included, may be missing or repeated, and how many may be repeated. */
  readonly definitionLevel: number;
  readonly repetitionLevel: number;
}

/** The largest metadata that are read. */
const largestFooter = 2 ** 26;
/** What is read at first: most metadata fit. */
const firstRead = 2 ** 16;
/** The deepest nesting of columns. */
const deepest = 16;

/**
 * Reads and checks the metadata of a file.
 * @throws FormatError
 */
export async function readMetadata(
  bytes: RandomAccess,
  signal: AbortSignal | undefined,
): Promise<ParquetMetadata> {
  const { name } = bytes;
  const tail = await readWithin(bytes, Math.max(0, bytes.size - firstRead), bytes.size, signal);
  const size = footerSize(tail, bytes);
  const footer =
    size + 8 <= tail.length
      ? tail.subarray(tail.length - size - 8)
      : await readWithin(bytes, bytes.size - size - 8, bytes.size, signal);
  const { end } = readThrift(footer.subarray(0, size), 0, name);
  if (end > size) throw damaged(name, 'its metadata are cut short');
  const { parquetMetadata } = await import('hyparquet');
  let file: FileMetaData;
  try {
    file = parquetMetadata(new Uint8Array(footer).buffer, { geoparquet: false });
  } catch (cause) {
    throw damaged(name, 'its metadata cannot be read', cause);
  }
  return checked(name, { ...file, schema: file.schema.map(plainElement) });
}

function footerSize(tail: Uint8Array, { name, size }: RandomAccess): number {
  const magic = String.fromCharCode(...tail.subarray(-4));
  if (magic === 'PARE') {
    throw new FormatError(`${name}: an encrypted parquet file, which cannot be read`, {
      code: 'E_UNSUPPORTED',
    });
  }
  if (size < 12 || magic !== 'PAR1') {
    throw new FormatError(`${name}: not a parquet file: it does not end in PAR1`, {
      fix: 'look into it: it may be cut short, a pointer of Git LFS, or an error page',
    });
  }
  const footer = new DataView(tail.buffer, tail.byteOffset + tail.length - 8).getUint32(0, true);
  if (footer > size - 12) throw damaged(name, `its metadata have ${footer} bytes, the file ${size}`);
  if (footer <= largestFooter) return footer;
  throw new FormatError(
    `${name}: its metadata have ${footer} bytes, more than the limit of ${largestFooter}`,
    {
      code: 'E_LIMIT',
    },
  );
}

/** Texts and numbers are made of values; what would be parsed further, such as JSON and shapes of maps, stays bytes. */
function plainElement(element: SchemaElement): SchemaElement {
  const { logical_type: logical, converted_type: converted } = element;
  const isParsed = ['GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'JSON', 'BSON', 'FILE'].includes(logical?.type ?? '');
  return {
    ...element,
    logical_type: isParsed ? undefined : logical,
    converted_type:
      converted === 'JSON' || converted === 'BSON' || converted === 'INTERVAL' ? undefined : converted,
  } as SchemaElement;
}

function checked(name: string, file: FileMetaData): ParquetMetadata {
  const leaves = new Map<string, Leaf>();
  const columns: string[] = [];
  const [root] = file.schema;
  const place = { name, schema: file.schema, leaves, columns, at: 1 };
  for (let i = 0; i < countOf(name, root?.num_children ?? 0); i++) addElement(place, [], 0, 0);
  if (place.at !== file.schema.length) throw damaged(name, 'its columns are nested in no right way');
  if (new Set(columns).size < columns.length) throw damaged(name, 'two of its columns have one name');
  const rowCount = countOf(name, file.num_rows);
  const inGroups = file.row_groups.reduce((sum, group) => sum + countOf(name, group.num_rows), 0);
  if (inGroups !== rowCount) throw damaged(name, `it announces ${rowCount} rows and has ${inGroups}`);
  const notes = new Map(file.key_value_metadata?.map(({ key, value }) => [key, value ?? '']));
  return { file, rowCount, columns, leaves, notes };
}

interface Place {
  readonly name: string;
  readonly schema: readonly SchemaElement[];
  readonly leaves: Map<string, Leaf>;
  readonly columns: string[];
  at: number;
}

function addElement(place: Place, around: readonly string[], definition: number, repetition: number): void {
  const element = place.schema[place.at++];
  if (!element || typeof element.name !== 'string') throw damaged(place.name, 'its columns are cut short');
  const path = [...around, element.name];
  if (path.length > deepest) throw damaged(place.name, `its columns are nested more than ${deepest} deep`);
  if (path.length === 1) place.columns.push(element.name);
  if (element.name === '__proto__') {
    throw new FormatError(`${place.name}: a column has the name __proto__`, { code: 'E_UNSAFE' });
  }
  const isRepeated = element.repetition_type === 'REPEATED';
  const definitionLevel = definition + (element.repetition_type === 'REQUIRED' ? 0 : 1);
  const repetitionLevel = repetition + (isRepeated ? 1 : 0);
  const childCount = countOf(place.name, element.num_children ?? 0);
  if (childCount === 0) {
    const { type } = element;
    if (!type) throw damaged(place.name, `its column ${path.join('.')} has no type`);
    const typeSize = type === 'FIXED_LEN_BYTE_ARRAY' ? countOf(place.name, element.type_length) : sizes[type];
    place.leaves.set(path.join('\0'), { type, typeSize, definitionLevel, repetitionLevel });
  }
  for (let i = 0; i < childCount; i++) addElement(place, path, definitionLevel, repetitionLevel);
}

/** Bytes of a value. */
const sizes: Readonly<Record<string, number>> = { INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8 };

/** A number that counts something. */
export function countOf(name: string, value: unknown): number {
  const count = Number(value);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw damaged(name, `it says ${value} where a count is expected`);
}

/** A file that contradicts itself. */
export function damaged(name: string, problem: string, cause?: unknown): FormatError {
  return new FormatError(`${name}: damaged parquet file: ${problem}`, { cause, fix: 'fetch it again' });
}
