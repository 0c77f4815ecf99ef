import { DataError, ValueError } from '@descent/core';
import type { UrlOptions } from '../sources/open-url.js';
import { safePath } from '../sources/safe-path.js';
import { fetchJson } from './fetch-json.js';

/** Which part of a data set is meant. */
export interface HubPart {
  /** A branch, a tag or a commit. Default: 'main', or, when no Parquet files are there, the Hub's own conversion. */
  readonly revision?: string | undefined;
  /** Which of the data set's configurations. Default: the only one, or 'default'. */
  readonly config?: string | undefined;
  /** Default 'train'. */
  readonly split?: string | undefined;
  /** Another address of the Hub, such as a mirror. Default 'https://huggingface.co'. */
  readonly hub?: string | URL | undefined;
}

/** Files of a data set at one commit. */
export interface HubFiles {
  /** The commit. */
  readonly revision: string;
  readonly urls: readonly URL[];
}

/** The branch in which the Hub keeps Parquet files of data sets that have others. */
const converted = 'refs/convert/parquet';
/** The most files that a data set may have. */
const mostFiles = 100_000;

/**
 * Finds the Parquet files of a part of a data set, as they are at one commit.
 *
 * @throws ValueError for a name, revision, configuration or split that is none; DataError E_IO when the Hub refuses
 */
export async function findHubFiles(
  name: string,
  { revision, config, split = 'train', hub = 'https://huggingface.co' }: HubPart,
  options: UrlOptions,
): Promise<HubFiles> {
  checkName('dataset', name, /^[\w.-]+(\/[\w.-]+)?$/);
  if (revision !== undefined) checkName('revision', revision, /^[\w.+-]+(\/[\w.+-]+)*$/);
  const root = `${hub}`.replace(/\/+$/, '');
  for (const wanted of revision === undefined ? ['main', converted] : [revision]) {
    const commit = await commitOf(root, name, wanted, options);
    const paths = await parquetPaths(root, name, commit, options);
    if (paths.length === 0) continue;
    const chosen = choose(name, paths, config, split);
    const urls = chosen.map(
      (path) =>
        new URL(
          `${root}/datasets/${name}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
        ),
    );
    return { revision: commit, urls };
  }
  throw new DataError(`fromHub: ${name} has no Parquet files at ${revision ?? `main or ${converted}`}`, {
    fix: `leave the revision out, or use '${converted}'`,
  });
}

function checkName(what: string, name: string, pattern: RegExp): void {
  if (typeof name === 'string' && pattern.test(name) && !name.split('/').some((part) => /^\.+$/.test(part)))
    return;
  throw new ValueError(`fromHub: ${JSON.stringify(name)} is no ${what}`, {
    fix: what === 'dataset' ? "use one such as 'owner/name'" : 'use a branch, a tag, or a commit',
  });
}

async function commitOf(root: string, name: string, revision: string, options: UrlOptions): Promise<string> {
  const url = new URL(`${root}/api/datasets/${name}/revision/${encodeURIComponent(revision)}`);
  const { value } = await fetchJson(url, options).catch((error: unknown) => {
    throw isRefused(error) ? unknown(name, revision, error) : error;
  });
  const commit = (value as { sha?: unknown } | null)?.sha;
  if (typeof commit === 'string' && /^[0-9a-f]{7,64}$/.test(commit)) return commit;
  throw strange(url);
}

async function parquetPaths(
  root: string,
  name: string,
  commit: string,
  options: UrlOptions,
): Promise<string[]> {
  const paths: string[] = [];
  const seen = new Set<string>();
  let url: URL | undefined = new URL(`${root}/api/datasets/${name}/tree/${commit}?recursive=true`);
  for (let count = 0; url; ) {
    if (seen.has(url.href)) throw strange(url);
    seen.add(url.href);
    const answer = await fetchJson(url, options);
    if (!Array.isArray(answer.value)) throw strange(url);
    count += answer.value.length;
    if (count > mostFiles) {
      throw new DataError(`fromHub: ${name} has more than the limit of ${mostFiles} files`, {
        code: 'E_LIMIT',
      });
    }
    for (const { type, path } of answer.value as { type?: unknown; path?: unknown }[]) {
      if (type === 'file' && typeof path === 'string' && path.endsWith('.parquet'))
        paths.push(safePath(name, path));
    }
    url = answer.next;
  }
  return paths.sort();
}

/** What a path says of its file: `data/train-00000-of-00002.parquet`, `plain/test/0000.parquet`, `train.parquet`. */
function placeOf(path: string): { config: string; split: string } {
  const folders = path.split('/');
  const file = (folders.pop() as string).replace(/\.parquet$/, '');
  const own = /^(.*?)(?:[-_.]\d[\w.-]*)?$/.exec(file)?.[1] ?? '';
  const split = own !== '' && !/^\d+$/.test(file) ? own : (folders.pop() ?? '');
  const config = folders.filter((folder) => folder !== 'data').join('/');
  return { config: config || 'default', split: split.replace(/^partial-/, '') };
}

function choose(
  name: string,
  paths: readonly string[],
  config: string | undefined,
  split: string,
): readonly string[] {
  const places = paths.map((path) => ({ path, ...placeOf(path) }));
  const configs = [...new Set(places.map((place) => place.config))];
  const chosen = config ?? (configs.length === 1 ? configs[0] : 'default');
  if (!configs.includes(chosen as string)) {
    const problem = config === undefined ? 'has several configurations' : `has no configuration '${config}'`;
    throw new ValueError(`fromHub: ${name} ${problem}`, { fix: `use one of ${quoted(configs)} as config` });
  }
  const inConfig = places.filter((place) => place.config === chosen);
  const found = inConfig.filter((place) => place.split === split);
  if (found.length > 0) return found.map(({ path }) => path);
  throw new ValueError(`fromHub: ${name} has no split '${split}'`, {
    fix: `use one of ${quoted([...new Set(inConfig.map((place) => place.split))])}`,
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

function isRefused(error: unknown): boolean {
  return error instanceof DataError && /answered 40[134]/.test(error.message);
}

function unknown(name: string, revision: string, cause: unknown): DataError {
  return new DataError(`fromHub: the Hub shows no dataset ${name} at revision ${revision}`, {
    code: 'E_IO',
    cause,
    fix: 'look at the name and the revision; where a data set is not public, give a token',
  });
}

function strange(url: URL): DataError {
  return new DataError(`fromHub: ${url.href}: not an answer of the Hub`, {
    code: 'E_IO',
    fix: 'look at the address of the hub',
  });
}
