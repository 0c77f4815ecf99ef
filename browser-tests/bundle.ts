import { build } from 'esbuild';

/**
 * A script for browsers and the built packages that it imports, as files of a server by their paths.
 * @param name - the script is `/<name>.js`
 * @param source - TypeScript
 */
export async function bundle(
  name: string,
  source: string,
  { define = {} }: { readonly define?: Record<string, string> } = {},
): Promise<Record<string, string>> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '/',
    entryNames: name,
    target: 'es2022',
    write: false,
    define,
    logLevel: 'silent',
  });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join('\n'));
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}
