import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { FileSource } from './file-source.js';

/** Options of {@link openFolder}. */
export interface FolderOptions {
  /** The most files and folders that are accepted. Default 5,000,000. */
  readonly maxFiles?: number;
  /** Ends the search. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The files of a folder and of all folders below it; Node only. Links are followed, save those that lead back to a
 * folder around them. What is added later is not listed.
 *
 * @throws DataError E_IO when it cannot be read, E_LIMIT for more than `maxFiles`
 * @throws the signal's reason when it is aborted
 * @example
 * const source = await openFolder('data/cats-and-dogs');
 * source.files[0]; // { path: 'train/cats/cat.0.jpg', size: 12414 }
 * const bytes = await source.read('train/cats/cat.0.jpg');
 */
export async function openFolder(path: string, options: FolderOptions = {}): Promise<FileSource> {
  const names = { maxFiles: kinds.whole(1), signal: kinds.signal };
  checkedOptions('openFolder', options, names);
  const { folderSource } = await import('#disk');
  return folderSource(path, options);
}
