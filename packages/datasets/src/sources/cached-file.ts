import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { download } from './download.js';
import type { CachedFile } from './fetch-file.js';
import { openFile } from './open-file.js';
import type { TransferOptions } from './transfer.js';

/** As {@link fetchFile} says, on disk. */
export async function cachedFile(
  url: URL,
  folder: string,
  fileName: string,
  options: TransferOptions,
): Promise<CachedFile> {
  const path = join(cacheFolder(folder), fileName);
  await download(url, path, options);
  return Object.assign(await openFile(path), { path });
}
