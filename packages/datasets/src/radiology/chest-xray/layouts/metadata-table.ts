import { describeValue, FormatError, ValueError } from '@descent/core';
import type { FileSource } from '../../../sources/file-source.js';
import { eachCsvRow } from '../../../tables/csv-rows.js';
import type { LeftOutFile, XrayEntry } from '../xray-record.js';
import { imagePaths, partsOf } from './image-paths.js';
import type { Layout, LayoutOptions, MetadataColumns } from './layout.js';

/** What tables call each column, in lower case without blanks, hyphens and underscores; the first that is there counts. */
const usualNames: Readonly<Record<keyof MetadataColumns, readonly string[]>> = {
  file: [
    'file',
    'filename',
    'path',
    'filepath',
    'image',
    'imagepath',
    'imagefile',
    'imageindex',
    'imageid',
    'imgid',
  ],
  label: ['label', 'finding', 'class', 'diagnosis', 'findinglabels', 'category', 'target'],
  patient: ['patientid', 'patient', 'subjectid', 'subject', 'personid', 'caseid'],
};

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly values: readonly string[] }[];
}

/**
 * A CSV file with a row for each picture: its file, its class, whom it is of, and any other columns. Files are found by
 * their path from the source's root or from the table's folder, by a column `folder` and the name, or by a name that only
 * one has. Without a column of classes, the folder is the class. It is the layout of covid-chestxray-dataset.
 *
 * @see Cohen et al. (2020), COVID-19 Image Data Collection
 */
export const metadataTable: Layout = {
  title: 'a table of metadata',
  async list(source, options) {
    const path = options.metadata ?? findTable(source);
    if (path === undefined) return undefined;
    const name = `${source.name}: ${path}`;
    const { header, rows } = await readTable(source, path, name, options);
    const columns = placesOf(header, options.columns, name);
    if (columns.file < 0) {
      throw new FormatError(`${name}: no column names the pictures' files`, {
        fix: `say which does, columns: { file: … }: there are ${header.slice(0, 20).join(', ')}`,
      });
    }
    const find = fileFinder(imagePaths(source), partsOf(path).folders, header);
    const entries: XrayEntry[] = [];
    const leftOut: LeftOutFile[] = [];
    const seen = new Set<string>();
    for (const { line, values } of rows) {
      const file = values[columns.file] ?? '';
      const found = find(file, values);
      const label =
        columns.label < 0 ? (partsOf(found ?? '').folders.at(-1) ?? '') : (values[columns.label] ?? '');
      const problem = rowProblem(values, header, found, label, seen);
      if (problem) {
        leftOut.push({ path: found ?? file, problem: `line ${line}: ${problem}` });
        continue;
      }
      seen.add(found as string);
      const metadata = Object.fromEntries(header.map((each, i) => [each, values[i] as string]));
      entries.push({
        path: found as string,
        label,
        group: values[columns.patient] || undefined,
        columns: metadata,
      });
    }
    for (const each of imagePaths(source)) {
      if (!seen.has(each)) leftOut.push({ path: each, problem: 'the table has no usable row of it' });
    }
    return { entries, leftOut };
  },
};

function rowProblem(
  values: readonly string[],
  header: readonly string[],
  found: string | undefined,
  label: string,
  seen: ReadonlySet<string>,
): string | undefined {
  if (values.length !== header.length) return `${values.length} values, expected ${header.length}`;
  if (found === undefined) return 'there is no such picture';
  if (seen.has(found)) return 'an earlier row is of the same picture';
  return label === '' ? 'it has no class' : undefined;
}

/** The table that lies nearest to the root. */
function findTable(source: FileSource): string | undefined {
  const tables = source.files.filter(({ path }) =>
    /(?:^|\/)(?:metadata|labels|data_entry[^/]*)\.csv$/i.test(path),
  );
  const depth = (path: string) => partsOf(path).folders.length;
  return tables.sort((a, b) => depth(a.path) - depth(b.path))[0]?.path;
}

async function readTable(
  source: FileSource,
  path: string,
  name: string,
  { signal }: LayoutOptions,
): Promise<Table> {
  const rows: { line: number; values: readonly string[] }[] = [];
  const bytes = await source.read(path, { signal, limit: 2 ** 26 });
  await eachCsvRow('chestXray', name, bytes, {}, (line, row) => {
    rows.push({ line, values: row.map((each) => each.trim()) });
  });
  const header = rows.shift()?.values;
  if (header && new Set(header).size === header.length) return { header, rows };
  throw new FormatError(`${name}: ${header ? 'two columns have the same name' : 'the text is empty'}`, {
    fix: 'give each column a name of its own, in the first line',
  });
}

function placesOf(
  header: readonly string[],
  given: MetadataColumns,
  name: string,
): Record<keyof MetadataColumns, number> {
  const plain = header.map((each) => each.toLowerCase().replace(/[\s_-]/g, ''));
  const placeOf = (role: keyof MetadataColumns): number => {
    const wanted = given[role];
    if (wanted === undefined)
      return usualNames[role].map((each) => plain.indexOf(each)).find((at) => at >= 0) ?? -1;
    const at = header.indexOf(wanted);
    if (at >= 0) return at;
    throw new ValueError(`chestXray: ${name} has no column ${describeValue(wanted)}`, {
      fix: `the columns are ${header.slice(0, 20).join(', ')}`,
    });
  };
  return { file: placeOf('file'), label: placeOf('label'), patient: placeOf('patient') };
}

/** Finds a picture by what a row says. */
function fileFinder(paths: readonly string[], base: readonly string[], header: readonly string[]) {
  const known = new Set(paths);
  const byName = new Map<string, string | undefined>();
  for (const path of paths) {
    const { name } = partsOf(path);
    byName.set(name, byName.has(name) ? undefined : path);
  }
  const folderColumn = header.findIndex((each) => each.toLowerCase() === 'folder');
  return (file: string, values: readonly string[]): string | undefined => {
    const plain = file.replaceAll('\\', '/').replace(/^\.?\//, '');
    const inFolder = [...base, ...(folderColumn < 0 ? [] : [values[folderColumn] ?? '']), plain].join('/');
    const path = [inFolder, [...base, plain].join('/'), plain].find((each) => known.has(each));
    return path ?? byName.get(partsOf(plain).name);
  };
}
