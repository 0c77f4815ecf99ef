import { imagePaths, partsOf } from './image-paths.js';
import type { Layout } from './layout.js';

/** Names of folders that part a collection, and are kept as a column. */
const setNames: ReadonlySet<string> = new Set([
  'train',
  'training',
  'val',
  'validation',
  'valid',
  'test',
  'testing',
]);

/** The part that folders say a file is in, such as 'train', as a column; none where they do not. */
export function setColumn(folders: readonly string[]): Readonly<Record<string, string>> {
  const set = folders.find((folder) => setNames.has(folder.toLowerCase()));
  return set === undefined ? {} : { set: set.toLowerCase() };
}

/** A folder for each class, the last that a path goes through. Nothing says whom a picture is of. */
export const classFolders: Layout = {
  title: 'a folder for each class',
  async list(source) {
    const paths = imagePaths(source);
    const entries = paths.map((path) => {
      const { folders } = partsOf(path);
      return { path, label: folders.at(-1) ?? '', group: undefined, columns: setColumn(folders) };
    });
    return { entries, leftOut: [] };
  },
};
