import { checkOptions, describeValue, ValueError } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { DownloadProgress } from '../sources/transfer.js';
import { fashionMnistClasses } from './class-names.js';
import { embeddedFiles } from './embedded.js';
import { labelledPictures, type SetFiles } from './labelled-pictures.js';

/** Options of {@link fashionMnist}. */
export interface FashionMnistOptions {
  /**
   * 'embedded' (default): 10,000 training and 2,000 test pictures that come with the package.
   * 'full': all 60,000 and 10,000; in Node from the user's cache (`DESCENT_CACHE_DIR`), Debian's package
   * dataset-fashion-mnist, or the official address, in this order; in browsers from the browser's own files, or the
   * set's repository. `{ folder }`: the four files of the set there, compressed or not; Node only.
   */
  readonly source?: 'embedded' | 'full' | { readonly folder: string };
  /** Where `'full'` fetches the four files that it does not find; they must be the original ones. */
  readonly address?: string | URL;
  /** Stops a download. */
  readonly signal?: AbortSignal;
  /** Told of a download's progress. */
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** The two parts of Fashion-MNIST. */
export interface FashionMnist {
  /** 10,000 or 60,000 pictures to learn from. */
  readonly train: ArrayDataset;
  /** 2,000 or 10,000 others to be tested on. */
  readonly test: ArrayDataset;
  /** Names of the ten classes, by label. */
  readonly classNames: readonly string[];
}

/**
 * Fashion-MNIST: grey pictures of clothes, [28, 28, 1] with values in [0, 1], labels 0 to 9 as int32. MIT, Zalando.
 *
 * @throws FormatError for files that are damaged or of another set, DataError E_IO when they cannot be had, ValueError
 * for an unknown source, the signal's reason when it is aborted
 * @see Xiao, Rasul and Vollgraf, arXiv:1708.07747
 * @example
 * const { train, test, classNames } = await fashionMnist();
 * train.length; // 10000
 */
export async function fashionMnist(options: FashionMnistOptions = {}): Promise<FashionMnist> {
  const files = await filesOf(
    checkedOptions('fashionMnist', options, {
      source,
      address: kinds.address,
      signal: kinds.signal,
      onProgress: kinds.callback,
    }),
  );
  options.signal?.throwIfAborted();
  const [train, test] = await Promise.all([labelledPictures(files.train), labelledPictures(files.test)]);
  return { train, test, classNames: fashionMnistClasses };
}

function source(op: string, name: string, given: unknown): void {
  if (given === 'embedded' || given === 'full') return;
  const place = given as { readonly folder: string } | null;
  if (typeof place === 'object' && typeof place?.folder === 'string')
    return void checkOptions(`${op}: ${name}`, place, ['folder']);
  throw new ValueError(`fashionMnist: unknown source ${describeValue(given)}`, {
    fix: "use 'embedded', 'full', or { folder: '/path' }",
  });
}

async function filesOf({ source = 'embedded', ...options }: FashionMnistOptions): Promise<SetFiles> {
  options.signal?.throwIfAborted();
  if (source === 'embedded') return embeddedFiles();
  const { originalFiles } = await import('#original-files');
  return originalFiles(source === 'full' ? undefined : source.folder, options);
}
