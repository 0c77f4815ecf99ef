import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Bundles for browsers, as esbuild does it by itself: tree-shaken, minified, in chunks.
 * @param options what else esbuild is told: what to bundle, `external`
 * @returns for every file `{ path, contents }`; the path is relative to this folder
 */
export async function bundleForBrowsers({ external, ...options }) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: here,
    write: false,
    logLevel: 'error',
    nodePaths: [`${here}node_modules`],
    // Node's own modules are imported only by chunks that a browser never loads.
    external: [...external, ...builtinModules, 'node:*'],
    ...options,
  });
  return outputFiles.map(({ path, contents }) => ({ path: path.slice(here.length), contents }));
}
