import { DataError, FormatError } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { FileSource } from '../sources/file-source.js';
import { eachCsvRow } from '../tables/csv-rows.js';

/** Where a manifest is, and what its columns mean. */
export interface ManifestOptions {
  /**
   * Its path in the source: a table (CSV with a line of names) or, ending in .jsonl or .ndjson, an object on each line;
   * compressed by gzip or not.
   */
  readonly manifest: string;
  /** Column of the files' paths, seen from the manifest's folder. Default 'path'. */
  readonly path?: string;
  /** Column of the classes' names. Default 'label'; null where there are none. */
  readonly label?: string | null;
}

/** A row of a manifest. */
export interface ManifestRow {
  /** Where the file is in the source. */
  readonly path: string;
  /** Name of its class; undefined where there are none. */
  readonly className: string | undefined;
  /** All columns. */
  readonly fields: Readonly<Record<string, string>>;
}

/** @throws ValueError for options of another kind */
export function checkManifest(op: string, options: ManifestOptions): void {
  checkedOptions(op, options, {
    manifest: kinds.text,
    path: kinds.text,
    label: options.label === null ? kinds.unchecked : kinds.text,
  });
  kinds.text(op, 'manifest', options.manifest);
}

/** The most bytes of a manifest, 64 MiB. */
const mostBytes = 2 ** 26;

/**
 * Reads a list of files with their classes.
 *
 * @throws FormatError naming the line: no table or JSON, two columns of one name, a missing path or label, a file that is
 * named twice; E_UNSAFE for
 * a path that leads out of the source. DataError as the source throws, and for a column that is not there
 */
export async function readManifest(
  source: FileSource,
  { manifest, path: pathColumn = 'path', label: labelColumn = 'label' }: ManifestOptions,
  signal?: AbortSignal,
): Promise<ManifestRow[]> {
  const name = `${source.name}/${manifest}`;
  const bytes = await source.read(manifest, { signal, limit: mostBytes, decompress: true });
  const isJson = /\.(jsonl|ndjson)(\.gz)?$/i.test(manifest);
  const rows = isJson ? jsonRows(name, textOf(name, bytes)) : await csvRows(name, bytes);
  const folder = manifest.slice(0, manifest.lastIndexOf('/') + 1);
  const lineOf = new Map<string, number>();
  return rows.map(({ line, fields }) => {
    const column = (wanted: string): string => {
      const value = fields[wanted]?.trim();
      if (value) return value;
      throw new FormatError(`${name}: line ${line}: '${wanted}' is missing`, {
        fix: `name the columns: { manifest, path, label }; this line has ${Object.keys(fields).join(', ')}`,
      });
    };
    const path = within(name, line, folder, column(pathColumn));
    const before = lineOf.get(path);
    if (before !== undefined)
      throw new FormatError(`${name}: line ${line}: '${path}' was named in line ${before} already`, {
        fix: 'leave one of the lines out',
      });
    lineOf.set(path, line);
    return { path, fields, className: labelColumn === null ? undefined : column(labelColumn) };
  });
}

interface Row {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

async function csvRows(name: string, bytes: Uint8Array): Promise<Row[]> {
  let names: readonly string[] | undefined;
  const rows: Row[] = [];
  await eachCsvRow('readManifest', name, bytes, { mostBytes }, (line, row) => {
    if (row.every((value) => value.trim() === '')) return;
    if (!names) {
      names = row.map((each) => each.trim());
      checkNames(name, line, names);
      return;
    }
    if (row.length !== names.length)
      throw new FormatError(`${name}: line ${line}: ${row.length} values, expected ${names.length}`, {
        fix: 'mend the line',
      });
    rows.push({ line, fields: record(names.map((each, column) => [each, row[column] as string])) });
  });
  if (rows.length > 0) return rows;
  throw new DataError(`${name}: it lists no files`, {
    fix: 'give a line of column names, then one for each file',
  });
}

/** Of two columns of one name it would be a matter of chance which counts. */
function checkNames(name: string, line: number, names: readonly string[]): void {
  const twice = names.find((each, i) => each !== '' && names.indexOf(each) < i);
  if (twice === undefined) return;
  throw new FormatError(`${name}: line ${line}: two columns are called '${twice}'`, {
    fix: 'rename or remove one of them',
  });
}

function jsonRows(name: string, text: string): Row[] {
  const rows: Row[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    rows.push({ line: i + 1, fields: jsonFields(name, i + 1, line) });
  }
  if (rows.length === 0)
    throw new DataError(`${name}: it lists no files`, { fix: 'give an object on each line' });
  return rows;
}

function jsonFields(name: string, line: number, text: string): Row['fields'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`${name}: line ${line}: no JSON`, { fix: 'give one object on each line', cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError(`${name}: line ${line}: no object`, { fix: 'give one object on each line' });
  const entries = Object.entries(value).filter(([, each]) => each !== null && typeof each !== 'object');
  return record(entries.map(([key, each]) => [key, String(each)]));
}

/** Has no other names than these, whatever they are. */
function record(entries: readonly (readonly [string, string])[]): Row['fields'] {
  const fields: Record<string, string> = Object.create(null);
  for (const [key, value] of entries) fields[key] = value;
  return fields;
}

/** @throws FormatError E_UNSAFE for a path that may lead anywhere else */
function within(name: string, line: number, folder: string, path: string): string {
  const parts = path.split('/').filter((part) => part !== '.');
  const isUnsafe = /^([A-Za-z]:|\/)|[\\\0]/.test(path) || parts.some((part) => part === '..' || part === '');
  if (!isUnsafe) return folder + parts.join('/');
  throw new FormatError(`${name}: line ${line}: the path '${path}' may lead out of the folder`, {
    code: 'E_UNSAFE',
    fix: 'give paths as they are seen from the manifest, with / between names',
  });
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch (cause) {
    throw new FormatError(`${name}: the bytes are no UTF-8 text`, { fix: 'save it as UTF-8', cause });
  }
}
