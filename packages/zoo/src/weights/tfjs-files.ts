import { FormatError, ValueError } from '@descent/core';
import { type GivenFile, isAddress, readGivenFile } from '../files/given-file.js';

/** Largest `model.json` that is read, and largest file of weights. */
const [mostJson, mostWeights] = [2 ** 27, 2 ** 31];

/**
 * The files of a LayersModel of TensorFlow.js, through the cache where they lie at an address, and with their hashes
 * checked where these are known.
 *
 * @param hashes - by the files' names
 * @throws FormatError for what is no such model, E_UNSAFE for weights outside of its folder; ValueError for a hash of a
 * file that the model has not
 */
export async function tfjsFiles(
  op: string,
  file: string | URL,
  hashes: Readonly<Record<string, string>> = {},
): Promise<readonly File[]> {
  const open = async (path: string, at: string | URL, mostBytes: number): Promise<File> => {
    const sha256 = Object.hasOwn(hashes, path) ? hashes[path] : undefined;
    const given = sha256 === undefined ? (at as GivenFile) : { file: at, sha256 };
    const { bytes } = await readGivenFile(op, given, mostBytes);
    return new File([bytes as Uint8Array<ArrayBuffer>], path);
  };
  const json = String(file)
    .replace(/[?#].*$/, '')
    .replace(/^.*[\\/]/, '');
  const model = await open(json, file, mostJson);
  const paths = weightPaths(op, json, await model.text());
  const unknown = Object.keys(hashes).find((name) => name !== json && !paths.includes(name));
  if (unknown !== undefined) {
    throw new ValueError(`${op}: sha256 names ${unknown}, which is no file of the model`, {
      fix: `its files are ${[json, ...paths.slice(0, 3)].join(', ')}${paths.length > 3 ? ', …' : ''}`,
    });
  }
  const beside = (path: string): string | URL =>
    isAddress(file) ? new URL(path, file) : String(file).replace(/[^\\/]*$/, '') + path;
  const files = [model];
  for (const path of paths) files.push(await open(path, beside(path), mostWeights));
  return files;
}

/** Where the weights lie. What else is in the file, its reader looks at. */
function weightPaths(op: string, json: string, text: string): readonly string[] {
  let manifest: unknown;
  try {
    ({ weightsManifest: manifest } = Object(JSON.parse(text)) as { weightsManifest?: unknown });
  } catch (cause) {
    throw new FormatError(`${op}: ${json} is no JSON`, { cause, fix: 'give the model.json of the model' });
  }
  const groups = Array.isArray(manifest) ? manifest : [];
  const paths: unknown[] = groups.flatMap((group) => (Object(group) as { paths?: unknown }).paths ?? []);
  for (const path of paths) {
    if (typeof path === 'string' && /^(?!\.)[\w.()-]{1,255}$/.test(path)) continue;
    throw new FormatError(
      `${op}: ${json}: weights lie in ${JSON.stringify(path)}, which is no file beside it`,
      {
        code: 'E_UNSAFE',
        fix: 'put the files beside model.json, and name them by their names alone',
      },
    );
  }
  return paths as string[];
}
