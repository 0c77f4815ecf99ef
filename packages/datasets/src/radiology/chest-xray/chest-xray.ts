import { DataError, DescentError, showBytes } from '@descent/core';
import { inOrder } from '../../in-order.js';
import { checkedOptions } from '../../options/checked-options.js';
import * as kinds from '../../options/kinds.js';
import type { FileSource } from '../../sources/file-source.js';
import { greyPixels } from '../grey-pixels.js';
import { ChestXrays } from './chest-xrays.js';
import { type CollectionOptions, collectionKinds, listCollection } from './list-collection.js';
import type { LeftOutFile, XrayEntry, XrayRecord } from './xray-record.js';

/** Options of {@link chestXray}. */
export interface ChestXrayOptions extends CollectionOptions {
  /** Pixels in a row. Default 224. */
  readonly width?: number;
  /** Rows of pixels. Default 224. */
  readonly height?: number;
  /**
   * The class of each picture: another name for it, or undefined to leave it out. Default: as the collection says.
   * @example ({ label }) => label.includes('COVID') ? 'covid' : label === 'No Finding' ? 'normal' : undefined
   */
  readonly relabel?: (entry: XrayEntry) => string | undefined;
  /** Views that are used, where the collection names them; 'all' for any. Default 'frontal': PA and AP. */
  readonly views?: 'frontal' | 'all';
  /** What becomes of files that cannot be decoded: 'stop' (default), or 'skip', which lists them in `leftOut`. */
  readonly onBadFile?: 'stop' | 'skip';
  /** The most bytes that the pixels of all pictures may take. Default 2²⁹, 512 MiB. */
  readonly mostBytes?: number;
}

/** How many files are read and decoded at once. */
const atOnce = 4;

/**
 * A collection of chest radiographs as a dataset: grey pictures [height, width, 1], 0 to 1, and class indices, with
 * whom each is of and all metadata as columns. Files may be DICOM or any other kind of picture.
 *
 * Collections of four kinds are known by how they are laid out: a table of metadata (covid-chestxray-dataset, NIH
 * ChestX-ray14), the COVID-19 Radiography Database, Kermany's pneumonia of children (also on Kaggle), and otherwise a
 * folder for each class. People are told apart by a column of the table, the file's name, or the DICOM tag.
 *
 * In most of these collections classes come from different hospitals, ages or devices, which a net learns in place of
 * lungs: look at {@link audit} before you believe an accuracy. None of it says anything about patients.
 *
 * @param source - a folder's path (Node), or any source of files
 * @throws DataError E_DATA for fewer than two classes, E_LIMIT for more bytes than `mostBytes`, E_IO for what cannot be
 * read; FormatError for tables and, unless they are skipped, files that are damaged; ValueError for impossible options
 * @example
 * const xrays = await chestXray('data/xrays', { width: 96, height: 96 });
 * const [train, test] = xrays.split(0.8, { seed: 1 }); // nobody is on both sides
 * await fit(model, train.data, { … });
 */
export async function chestXray(
  source: string | FileSource,
  options: ChestXrayOptions = {},
): Promise<ChestXrays> {
  const {
    width = 224,
    height = 224,
    relabel,
    onBadFile = 'stop',
    mostBytes = 2 ** 29,
    signal,
  } = checked(options);
  const { name, layout, images, leftOut } = await listCollection('chestXray', source, options);
  const kept: XrayRecord[] = [];
  const problems = [...leftOut];
  for (const image of images) {
    const label = relabel ? relabel(image) : image.label;
    const problem =
      label === undefined ? 'it belongs to no class that is asked for' : viewProblem(image, options.views);
    if (problem !== undefined) problems.push({ path: image.path, problem });
    else kept.push({ ...image, label: label as string });
  }
  const bytes = kept.length * width * height;
  if (bytes > mostBytes) {
    throw new DataError(
      `chestXray: ${kept.length} pictures of ${width} x ${height} take ${showBytes(bytes)}, more than the ${showBytes(mostBytes)} allowed`,
      { code: 'E_LIMIT', fix: 'make them smaller: width, height, or raise mostBytes' },
    );
  }
  checkClasses(kept, name, problems);
  const pixels = new Uint8Array(bytes);
  const decoded = await inOrder(kept, atOnce, async (record, i): Promise<XrayRecord | LeftOutFile> => {
    try {
      const { values, tags } = await greyPixels(
        await record.read({ signal }),
        { width, height },
        record.path,
      );
      pixels.set(values, i * width * height);
      if (!tags) return record;
      const said = Object.entries(tags).filter(([, value]) => typeof value === 'string');
      const columns = { ...Object.fromEntries(said), ...record.columns };
      return { ...record, group: record.group ?? tags.patientId, columns };
    } catch (error) {
      signal?.throwIfAborted();
      if (onBadFile === 'stop' || !(error instanceof DescentError)) throw error;
      return { path: record.path, problem: error.problem };
    }
  });
  return ChestXrays.of({ decoded, pixels, width, height, layout, leftOut: problems, name });
}

function checked(options: ChestXrayOptions): ChestXrayOptions {
  return checkedOptions('chestXray', options, {
    ...collectionKinds(),
    width: kinds.whole(1),
    height: kinds.whole(1),
    relabel: kinds.callback,
    views: kinds.oneOf('frontal', 'all'),
    onBadFile: kinds.oneOf('stop', 'skip'),
    mostBytes: kinds.whole(1),
  });
}

/** Why a picture is of another view than is asked for. */
function viewProblem({ columns }: XrayEntry, views: ChestXrayOptions['views']): string | undefined {
  if (views === 'all') return undefined;
  const { modality = '', view = columns.viewPosition ?? columns['View Position'] ?? '' } = columns;
  if (modality !== '' && !/x-?ray|^(?:cr|dx|dr|rg)$/i.test(modality)) return `its modality is ${modality}`;
  return view === '' || /^(?:pa|ap)\b/i.test(view) ? undefined : `its view is ${view}`;
}

function checkClasses(records: readonly XrayRecord[], name: string, leftOut: readonly LeftOutFile[]): void {
  const labels = new Set(records.map(({ label }) => label));
  if (labels.size >= 2) return;
  const [first] = leftOut;
  const why = first
    ? `; ${leftOut.length} files are left out, the first, ${first.path}, because ${first.problem}`
    : '';
  throw new DataError(`chestXray: ${name} has ${records.length} pictures of ${labels.size} classes${why}`, {
    fix: 'give a folder for each class, or a metadata.csv with a column for the class',
  });
}
