import { type ModelFiles, noFile, tooLong } from '../tfjs/weight-files.js';

/** Files that the user picked or dropped, by their names. */
export function givenFiles(files: readonly File[]): ModelFiles {
  const byName = new Map(files.map((file) => [file.name, file]));
  const place = 'the files';
  return {
    place,
    async read(path, limit) {
      const file = byName.get(path) ?? byName.get(path.split('/').at(-1) as string);
      if (!file) throw noFile(place, path);
      if (file.size > limit) throw tooLong(place, path, file.size, limit);
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}
