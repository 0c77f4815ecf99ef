import { FormatError } from '@descent/core';
import { type CheckedFile, type GivenFile, readGivenFile } from './files/given-file.js';

/**
 * Reads the names of the classes that a net was trained on: a JSON list, Keras' JSON index `{ "0": ["n01440764",
 * "tench"], … }`, or a text with one name in each line. This package brings no such list along.
 *
 * @param file - a path (Node only), an address, or bytes; with `{ file, sha256 }` its hash is checked
 * @throws FormatError for a file of another form; as `fetchFile` where the file cannot be had; DataError E_LIMIT for more
 * than 4 MiB
 * @example
 * await readClassNames({ file: 'https://example.org/imagenet_classes.json', sha256: '87518bd790e2…' });
 */
export async function readClassNames(file: GivenFile | CheckedFile): Promise<readonly string[]> {
  const { name, bytes } = await readGivenFile('readClassNames', file, 2 ** 22);
  const text = new TextDecoder().decode(bytes).trim();
  const names = /^[[{]/.test(text) ? fromJson(text) : text.split(/\r?\n/);
  const isList = names && names.length > 0 && names.every((each) => typeof each === 'string' && each !== '');
  if (isList && !/^</.test(text)) return names as readonly string[];
  throw new FormatError(`readClassNames: ${name} holds no list of names`, {
    fix: 'give a JSON list of texts, Keras’ imagenet_class_index.json, or a text with a name in each line',
  });
}

function fromJson(text: string): readonly unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) return value;
  const rows = Object.entries(value as object);
  const names: unknown[] = [];
  for (const [place, row] of rows) {
    const index = Number(place);
    if (!(Number.isInteger(index) && index >= 0 && index < rows.length)) return undefined;
    names[index] = Array.isArray(row) ? row[1] : row;
  }
  return Array.from({ length: rows.length }, (_, i) => names[i]);
}
