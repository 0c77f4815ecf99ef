// Bundles what cpuInWorker runs in its worker, and writes it as TypeScript to src/generated/. With --check it only says
// whether that is what the sources give.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src', 'generated', 'worker.ts');

const { outputFiles } = await build({
  entryPoints: [join(root, 'src', 'worker', 'serve-cpu.ts')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  conditions: ['@descent/source'],
  // A worker has its own copy of core: it meets no tensor of the page's.
  define: { 'import.meta.url': '"worker"' },
  write: false,
});
const [{ text }] = outputFiles;
const module = `/** What the worker of cpuInWorker runs. */\nexport default ${JSON.stringify(text)};\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== module)
    throw new Error('src/generated/worker.ts is old: pnpm generate');
} else {
  writeFileSync(target, module);
  process.stdout.write(`worker: ${text.length} bytes\n`);
}
