import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles for browsers, as esbuild does it by itself: tree-shaken, minified, in chunks.
 * @param folder whose `node_modules` hold the packages, and to which the paths of files are relative
 * @param options what else esbuild is told: what to bundle, `external`
 * @returns for every file `{ path, contents }`
 */
export async function bundleForBrowsers(folder, { external, ...options }) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: folder,
    write: false,
    logLevel: 'error',
    nodePaths: [join(folder, 'node_modules')],
    // Node's own modules are imported only by chunks that a browser never loads.
    external: [...external, ...builtinModules, 'node:*'],
    ...options,
  });
  return outputFiles.map(({ path, contents }) => ({ path: path.slice(folder.length + 1), contents }));
}
