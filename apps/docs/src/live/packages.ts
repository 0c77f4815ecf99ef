import type { ModuleFile, ModuleFiles } from './protocol.js';

/** What `integrations/live-packages.mjs` wrote beside the packages. */
interface List {
  readonly packages: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, Pick<ModuleFile, 'now' | 'later'>>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly worker: string;
}

const folder = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/live-packages/`;

let list: Promise<List> | undefined;
const texts = new Map<string, Promise<string>>();

/** The packages that live code can import, from files of this site. */
export async function livePackages(): Promise<List> {
  list ??= fetched('list.json').then((text) => JSON.parse(text) as List);
  list.catch(() => {
    list = undefined;
  });
  return list;
}

/** Files and all that they import at once. Only names in the list are ever fetched. */
export async function moduleFiles(names: readonly string[]): Promise<ModuleFiles> {
  const { files } = await livePackages();
  const needed = new Set<string>();
  const need = (name: string): void => {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!file) throw new Error(`live code has no file ${name}`);
    if (needed.has(name)) return;
    needed.add(name);
    file.now.forEach(need);
  };
  names.forEach(need);
  return Object.fromEntries(
    await Promise.all(
      [...needed].map(async (name) => [name, { ...files[name], text: await text(name) }] as const),
    ),
  ) as ModuleFiles;
}

/** The script of the sandbox's worker. */
export async function workerScript(): Promise<string> {
  return text((await livePackages()).worker);
}

function text(name: string): Promise<string> {
  let known = texts.get(name);
  if (!known) {
    known = fetched(name);
    texts.set(name, known);
    known.catch(() => texts.delete(name));
  }
  return known;
}

async function fetched(name: string): Promise<string> {
  const response = await fetch(folder + name);
  if (!response.ok) throw new Error(`${folder}${name}: the site answered ${response.status}`);
  return response.text();
}
