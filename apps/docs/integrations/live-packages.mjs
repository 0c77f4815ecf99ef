import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const app = fileURLToPath(new URL('..', import.meta.url));
const folder = join(app, 'public/live-packages');

/** What live code may import. */
const packages = [
  '@descent/backend-cpu',
  '@descent/core',
  '@descent/datasets',
  '@descent/explain',
  '@descent/explain/render',
  '@descent/layers',
  '@descent/losses',
  '@descent/train',
];

/** Serves the built packages as modules of the site itself, with a list of them: what live code imports and runs in. */
export function livePackages() {
  return {
    name: 'live-packages',
    hooks: { 'astro:config:setup': ({ command }) => (command === 'preview' ? undefined : write()) },
  };
}

async function write() {
  const [modules, worker] = await Promise.all([bundlePackages(), bundleWorker()]);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const list = { ...modules.list, worker: worker.name };
  await Promise.all(
    [...modules.files, worker, { name: 'list.json', contents: JSON.stringify(list) }].map(
      ({ name, contents }) => writeFile(join(folder, name), contents),
    ),
  );
}

/** The packages, minified, in chunks that they share; and which file imports which, at once or when it is asked to. */
async function bundlePackages() {
  const { outputFiles, metafile } = await build({
    ...shared,
    entryPoints: Object.fromEntries(packages.map((name) => [flat(name), name])),
    splitting: true,
    format: 'esm',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    // Only chunks that a browser never loads import Node's modules, or what a package leaves to its user to install.
    external: ['node:*', ...builtinModules, ...(await peersOfPackages())],
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  const imported = (imports, kind) =>
    imports.filter((one) => one.kind === kind && !one.external).map(({ path }) => basename(path));
  const entry = (name) =>
    basename(
      outputs.find(([path]) => new RegExp(`^${flat(name)}-[A-Z0-9]{8}\\.js$`).test(basename(path)))[0],
    );
  return {
    files: outputFiles.map(({ path, contents }) => ({ name: basename(path), contents })),
    list: {
      packages: Object.fromEntries(packages.map((name) => [name, entry(name)])),
      files: Object.fromEntries(
        outputs.map(([path, { imports }]) => [
          basename(path),
          { now: imported(imports, 'import-statement'), later: imported(imports, 'dynamic-import') },
        ]),
      ),
      versions: Object.fromEntries(await Promise.all(packages.map(version))),
    },
  };
}

/** What runs in the worker before the reader's code, as a classic script. */
async function bundleWorker() {
  const { outputFiles } = await build({
    ...shared,
    entryPoints: ['src/live/sandbox/worker.ts'],
    format: 'iife',
  });
  const { contents } = outputFiles[0];
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 8);
  return { name: `worker-${hash}.js`, contents };
}

const shared = {
  absWorkingDir: app,
  outdir: folder,
  bundle: true,
  minify: true,
  target: 'es2022',
  platform: 'browser',
  write: false,
  logLevel: 'error',
  legalComments: 'none',
};

const flat = (name) => name.replace('@descent/', '').replace('/', '-');

const manifest = async (name) =>
  JSON.parse(await readFile(join(app, 'node_modules/@descent', name.split('/')[1], 'package.json'), 'utf8'));

async function version(name) {
  return [name.split('/').slice(0, 2).join('/'), (await manifest(name)).version];
}

async function peersOfPackages() {
  const manifests = await Promise.all(packages.map(manifest));
  return manifests
    .flatMap(({ peerDependencies }) => Object.keys(peerDependencies ?? {}))
    .filter((name) => !packages.includes(name));
}
