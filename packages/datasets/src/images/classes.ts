import { DataError } from '@descent/core';
import type { ImageFile } from './image-store.js';

/** A file and the name of its class. */
export interface NamedFile extends Omit<ImageFile, 'label'> {
  readonly className: string;
}

/**
 * Files with class indices: by the given names, or by all names in the order of their UTF-16 code units.
 * @throws DataError for a class that is not among the given names
 */
export function withClasses(
  op: string,
  files: readonly NamedFile[],
  given?: readonly string[],
): { files: ImageFile[]; classNames: readonly string[] } {
  const classNames = given ?? [...new Set(files.map(({ className }) => className))].sort();
  const labels = new Map(classNames.map((name, label) => [name, label]));
  return {
    classNames,
    files: files.map(({ className, ...file }) => {
      const label = labels.get(className);
      if (label !== undefined) return { ...file, label };
      throw new DataError(
        `${op}: ${file.path} is of class '${className}', the classes are ${classNames.map((name) => `'${name}'`).join(', ')}`,
        { fix: 'name all classes in classNames, or leave it out' },
      );
    }),
  };
}
