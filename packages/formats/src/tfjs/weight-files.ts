import { DataError, describeValue, FormatError } from '@descent/core';
import { type CheckedSpec, checkSpecs, decodeWeights, type TfjsWeight } from './decode-weights.js';

/** Files beside one another. */
export interface ModelFiles {
  /** What messages call the place. */
  readonly place: string;
  /**
   * The bytes of a file beside the model's.
   * @throws DataError, FormatError E_LIMIT when it has more than `most` bytes
   */
  read(path: string, most: number): Promise<Uint8Array>;
}

/** Weights that lie in files of their own, one behind the other. */
interface Group {
  readonly paths: readonly string[];
  readonly specs: readonly CheckedSpec[];
}

/** How many files are read. */
const mostFiles = 20_000;

/**
 * The weights that `weightsManifest` lists.
 * @throws FormatError naming file and weight; E_UNSAFE for paths that lead elsewhere
 */
export async function readManifest(
  file: string,
  manifest: unknown,
  files: ModelFiles,
): Promise<ReadonlyMap<string, TfjsWeight>> {
  const weights = new Map<string, TfjsWeight>();
  for (const { paths, specs } of groupsOf(file, manifest)) {
    const needed = specs.reduce((sum, { bytes }) => sum + bytes, 0);
    const parts: Uint8Array[] = [];
    let size = 0;
    for (const path of paths) {
      const part = await files.read(path, needed - size);
      parts.push(part);
      size += part.length;
    }
    const group = paths.length === 1 ? `${file}: ${paths[0]}` : file;
    // Before the parts are joined: what the list says may be more than there is memory.
    checkSize(group, specs, size);
    for (const [name, weight] of decodeWeights(group, specs, joined(parts, size))) {
      if (weights.has(name)) throw new FormatError(`${file}: weight '${name}' is there twice`);
      weights.set(name, weight);
    }
  }
  return weights;
}

function checkSize(file: string, specs: readonly CheckedSpec[], size: number): void {
  let end = 0;
  for (const { name, bytes } of specs) {
    end += bytes;
    if (end <= size) continue;
    throw new FormatError(`${file}: weight '${name}' ends at byte ${end}, its files have ${size}`, {
      fix: 'fetch the files again: one is cut short',
    });
  }
}

function groupsOf(file: string, manifest: unknown): readonly Group[] {
  if (!Array.isArray(manifest)) {
    throw new FormatError(`${file}: its weightsManifest is ${describeValue(manifest)}`);
  }
  let count = 0;
  return manifest.map((given: unknown, i) => {
    const { paths, weights } = Object(given) as Readonly<Record<string, unknown>>;
    if (!Array.isArray(paths))
      throw new FormatError(`${file}: weightsManifest[${i}].paths is ${describeValue(paths)}`);
    count += paths.length;
    if (count > mostFiles || i > mostFiles) {
      throw new FormatError(`${file}: its weights lie in more than ${mostFiles} files`, { code: 'E_LIMIT' });
    }
    for (const path of paths) checkPath(file, path);
    return { paths: paths as readonly string[], specs: checkSpecs(file, weights) };
  });
}

/** Refuses paths that lead out of the model's folder, or to another host. */
function checkPath(file: string, path: unknown): void {
  if (typeof path !== 'string' || path === '') {
    throw new FormatError(`${file}: weights lie in ${describeValue(path)}, which is no path`);
  }
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // Not an escape: the path as it stands.
  }
  const parts = plain.split(/[\\/]/);
  if (
    !parts.includes('..') &&
    parts[0] !== '' &&
    !/^[a-z][a-z0-9+.-]*:/i.test(plain) &&
    !plain.includes('\0')
  )
    return;
  throw new FormatError(`${file}: weights lie in ${describeValue(path)}, outside of the model's folder`, {
    code: 'E_UNSAFE',
    fix: 'put the files beside model.json, and name them by their names alone',
  });
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The error for a file that is not there. */
export function noFile(place: string, path: string, cause?: unknown): DataError {
  return new DataError(`${place}: has no file '${path}'`, {
    code: 'E_IO',
    cause,
    fix: 'put all files of the model beside one another: model.json and those that it names',
  });
}

/** The error for a file that is longer than its weights. */
export function tooLong(place: string, path: string, size: number | undefined, most: number): FormatError {
  const has = size === undefined ? 'more' : `${size} bytes`;
  return new FormatError(`${place}: ${path} has ${has}, the weights that are left need ${most}`);
}
