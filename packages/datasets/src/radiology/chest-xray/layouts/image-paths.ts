import type { FileSource } from '../../../sources/file-source.js';

const imageName = /\.(?:jpe?g|png|webp|gif|bmp|tiff?|dcm|dicom)$/i;

/** The files of a source that are pictures by their names, without what an operating system hides among them. */
export function imagePaths(source: FileSource): string[] {
  return source.files
    .map(({ path }) => path)
    .filter((path) => imageName.test(path) && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(path));
}

/** The folders that a path goes through, and its file's name. */
export function partsOf(path: string): { readonly folders: readonly string[]; readonly name: string } {
  const folders = path.split('/');
  const name = folders.pop() as string;
  return { folders, name };
}
