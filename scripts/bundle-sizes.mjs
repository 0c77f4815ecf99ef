import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { bundleForBrowsers } from './browser-bundle.mjs';
import { root } from './commands.mjs';

const examples = join(root, 'examples');
const compressed = promisify(gzip);

/** The packages that are bundled alone, all their exports in use. */
const packages = ['core', 'backend-cpu', 'layers', 'losses', 'train', 'datasets'];

/** What a browser does not load: the other build of the WebAssembly, pictures, what fetches more of them, Node's own. */
const loadedElsewhere =
  /^(plain|fashion-mnist-(train|test)|original-files(\.browser)?|progress-bar|log-file\.browser)-/;

/** The most kilobytes that a browser may load for example 03, compressed by gzip, WebAssembly included. */
export const mostKilobytes = 100;

/**
 * Sizes of bundles for browsers, tree-shaken and minified: each package without the packages it uses, and example 03
 * with all of them. `bytes` is what a browser loads, compressed by gzip; `files` lists everything.
 */
export async function bundleSizes() {
  const alone = packages.map((name) => {
    const contents = `export * from '@descent/${name}'`;
    const others = packages.filter((other) => other !== name).map((other) => `@descent/${other}`);
    return sizeOf(`@descent/${name}`, { stdin: { contents, resolveDir: examples } }, others);
  });
  return Promise.all([...alone, sizeOf('example 03', { entryPoints: ['03-fashion-mnist.ts'] }, [])]);
}

async function sizeOf(bundle, entry, others) {
  const outputFiles = await bundleForBrowsers(examples, { ...entry, external: others });
  const files = await Promise.all(
    outputFiles.map(async ({ path, contents }) => ({
      file: basename(path).replace(/-[A-Z0-9]{8}(?=[-.])/g, ''),
      isLoaded: !loadedElsewhere.test(basename(path)),
      minified: contents.length,
      bytes: (await compressed(contents, { level: 9 })).length,
    })),
  );
  const loaded = files.filter(({ isLoaded }) => isLoaded);
  return { bundle, bytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0), files };
}
