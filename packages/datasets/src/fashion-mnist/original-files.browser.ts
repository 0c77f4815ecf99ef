import { DataError } from '@descent/core';
import { allOrNone } from '../sources/all-or-none.js';
import { cachedFile } from '../sources/cached-file.browser.js';
import type { NamedFile, SetFiles } from './labelled-pictures.js';
import { addressOf, fileNames, official, setOf } from './origin.js';
import type { OriginalFilesOptions } from './original-files.js';

/** The same files in the repository of the set, whose server lets pages read them. */
const pagesAddress = 'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/';

/**
 * Bundles for browsers take this in place of what reads files and keeps a cache on disk: the files of the full set from
 * among the browser's own, or else fetched and kept there.
 * @throws DataError E_IO for a folder, and when a file cannot be had or stored
 */
export async function originalFiles(
  folder: string | undefined,
  { address = pagesAddress, origin = official, signal, onProgress }: OriginalFilesOptions = {},
): Promise<SetFiles> {
  if (folder !== undefined) {
    throw new DataError(`fashionMnist: ${folder} is on a disk, which a browser does not have`, {
      code: 'E_IO',
      fix: "use fashionMnist(), or { source: 'full' }",
    });
  }
  const get = async (name: (typeof fileNames)[number], stop: AbortSignal): Promise<NamedFile> => {
    const { size: maxBytes, checksum } = origin[name];
    const file = `${name}.gz`;
    const options = { maxBytes, checksum, signal: stop, onProgress };
    const cached = await cachedFile(addressOf(file, address), 'fashion-mnist', file, options);
    return { name: file, bytes: await cached.read(0, cached.size, stop) };
  };
  return setOf(
    await allOrNone(
      fileNames.map((name) => (stop: AbortSignal) => get(name, stop)),
      signal,
    ),
  );
}
