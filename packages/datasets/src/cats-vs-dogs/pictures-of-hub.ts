import { DataError, DescentError, describeValue, showBytes } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { collectExamples } from '../examples/collect-examples.js';
import { fromGenerator } from '../examples/from-generator.js';
import { type HubOptions, hubTable } from '../hub/open-hub.js';
import { type BadFile, showBadFiles } from '../images/bad-file.js';
import { bytesToShares } from '../images/bytes-to-shares.js';
import { decodeImage } from '../images/decode-image.js';
import type { ImageDatasetOptions } from '../images/image-folder.js';
import { mapAhead } from '../map-ahead.js';
import type { Row } from '../parquet/row-group.js';

/** Which data set of the Hub, and how it is fetched. */
export interface HubPictures extends HubOptions {
  /** `owner/name`. Default 'microsoft/cats_vs_dogs', 23,410 photographs. */
  readonly dataset?: string | undefined;
}

/** What {@link picturesOfHub} gives. */
export interface PicturesOfHub {
  readonly all: ArrayDataset;
  /** The commit that was read. */
  readonly revision: string;
  readonly badFiles: readonly BadFile[];
}

/** The most bytes of all pictures together, unless `cacheBytes` says otherwise: at 96 × 96 the photographs take 647 MB. */
const mostBytes = 2 ** 30;

/**
 * The pictures of a data set of the Hub, fetched and decoded once, a row group at a time, and kept as bytes: its rows may
 * come class by class, so a stream of them could be mixed by no buffer.
 *
 * @param classNames - what the Hub's classes must be called, in any order
 * @throws DataError E_LIMIT before anything is fetched when the pictures would take more than `cacheBytes`, and for a data
 * set without such classes; as fromHub does
 */
export async function picturesOfHub(
  { dataset = 'microsoft/cats_vs_dogs', ...hub }: HubPictures,
  classNames: readonly string[],
  options: ImageDatasetOptions,
): Promise<PicturesOfHub> {
  const { width, height, channels = 3, fit, background, maxPixels, partial } = options;
  const { cacheBytes = mostBytes, maxFileBytes = 2 ** 26, concurrency = 4, onBadFile } = options;
  const { signal, report = console.warn } = options;
  const decode = { width, height, channels, fit, background, maxPixels, partial };
  const table = await hubTable(dataset, { ...hub, signal: hub.signal ?? signal });
  const bytes = table.length * width * height * channels;
  if (bytes > cacheBytes) {
    throw new DataError(
      `catsVsDogs: ${table.length} pictures of ${width} × ${height} take ${showBytes(bytes)}, more than the ${showBytes(cacheBytes)} allowed`,
      { code: 'E_LIMIT', fix: 'make them smaller: width, height, or raise cacheBytes' },
    );
  }
  const column = labelColumn(dataset, table.columns);
  const labelOf = labelsFrom(dataset, table.classNames(column), classNames);
  const badFiles: BadFile[] = [];
  const example = async (row: Row, index: number) => {
    const { bytes: file, path = `row ${index}` } = pictureOf(row.image);
    const name = `${dataset}/${path}`;
    try {
      if (!file) throw new DataError(`${name}: it is missing`, { fix: 'leave it out' });
      if (file.length > maxFileBytes)
        throw new DataError(`${name}: has ${file.length} bytes, more than the limit of ${maxFileBytes}`, {
          code: 'E_LIMIT',
          fix: 'raise maxFileBytes, if it is the file that you expect',
        });
      const { values } = await decodeImage(file, decode, name);
      const x = new Float32Array(values.length);
      bytesToShares(values, x, 0);
      return { x, y: labelOf(row[column], index) };
    } catch (error) {
      // Where sharp is missing it is no fault of the picture's.
      const isOfFile =
        error instanceof DescentError && !(error instanceof DataError && error.code === 'E_UNSUPPORTED');
      if (onBadFile !== 'skip' || !isOfFile) throw error;
      badFiles.push({ path, reason: error.problem.replace(`${name}: `, ''), code: error.code });
      return undefined;
    }
  };
  const stream = fromGenerator(
    async function* (walk) {
      const rows = table.rows({ columns: ['image', column], signal: walk.signal });
      for await (const each of mapAhead(rows, concurrency, example)) if (each) yield each;
    },
    { inputShape: [height, width, channels], targetShape: [], targetDtype: 'int32', classNames },
  );
  const all = await collectExamples(stream, { bytes: cacheBytes + 4 * table.length, signal });
  if (badFiles.length > 0) report(showBadFiles(badFiles, table.length));
  return { all, revision: table.revision, badFiles };
}

function labelColumn(dataset: string, columns: readonly string[]): string {
  const found = ['labels', 'label'].find((name) => columns.includes(name));
  if (found !== undefined && columns.includes('image')) return found;
  throw new DataError(`catsVsDogs: ${dataset} has the columns ${columns.join(', ')}, not image and labels`, {
    fix: 'read it with fromHub, which takes any columns',
  });
}

/** The place among `wanted` of what the Hub's number of a class stands for. */
function labelsFrom(
  dataset: string,
  names: readonly string[] | undefined,
  wanted: readonly string[],
): (value: unknown, row: number) => number {
  const labels = names?.map((name) => wanted.indexOf(name.toLowerCase().replace(/s$/, '')));
  if (!labels || labels.includes(-1) || new Set(labels).size < wanted.length) {
    throw new DataError(
      `catsVsDogs: ${dataset} has ${names ? `the classes ${names.join(', ')}` : 'no names of classes'}, expected ${wanted.join(' and ')}`,
      { fix: 'read it with fromHub, which takes any classes' },
    );
  }
  return (value, row) => {
    const label = labels[Number(value)];
    if (label !== undefined) return label;
    throw new DataError(`catsVsDogs: ${dataset}: row ${row}: its class is ${describeValue(value)}`, {
      fix: 'leave the row out',
    });
  };
}

function pictureOf(value: unknown): { bytes?: Uint8Array | undefined; path?: string | undefined } {
  if (typeof value !== 'object' || value === null) return {};
  const { bytes, path } = value as { bytes?: unknown; path?: unknown };
  return {
    bytes: bytes instanceof Uint8Array ? bytes : undefined,
    path: typeof path === 'string' ? path : undefined,
  };
}
