// Compiles wasm/*.ts twice, with relaxed SIMD (fused multiply-add) and without, and writes the bytes as
// TypeScript to src/generated/. Does nothing when the sources are those of the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, version } from 'assemblyscript/asc';
import { escapeBytes } from './escape-bytes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(join(root, 'wasm'))
  .filter((name) => name.endsWith('.ts'))
  .sort();

const hash = createHash('sha256').update(version);
for (const path of ['scripts/build-wasm.mjs', 'scripts/escape-bytes.mjs', 'src/escaped-bytes.ts'])
  hash.update(readFileSync(join(root, path)));
for (const name of sources) hash.update(name).update(readFileSync(join(root, 'wasm', name)));
const stamp = `// sources ${hash.digest('hex')}`;

const builds = [
  ['relaxed', 'simd,threads,relaxed-simd'],
  ['plain', 'simd,threads'],
];

for (const [name, features] of builds) {
  const target = join(root, 'src', 'generated', `${name}.ts`);
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(stamp)) {
    process.stdout.write(`${name}: up to date\n`);
    continue;
  }
  const bytes = await compile(features);
  mkdirSync(join(root, 'src', 'generated'), { recursive: true });
  const { order, text } = escapeBytes(bytes);
  writeFileSync(target, `${stamp}\nexport const order = '${order}';\nexport const text = '${text}';\n`);
  process.stdout.write(`${name}: ${bytes.length} bytes\n`);
}

async function compile(features) {
  let bytes;
  const { error, stderr } = await main(
    [
      'wasm/index.ts',
      ...['--baseDir', root],
      ...['--outFile', 'kernels.wasm'],
      ...['--runtime', 'stub'],
      ...['--enable', features],
      // What control.ts and run.ts keep lies below the static data.
      ...['--memoryBase', '262144'],
      ...['--maximumMemory', '65536'],
      '--sharedMemory',
      '--exportTable',
      // Vectors cross no boundary: functions that take them are only called inside.
      ...['--disableWarning', '112'],
      '-O3',
      '--importMemory',
      '--noAssert',
    ],
    {
      writeFile(name, contents) {
        if (name.endsWith('.wasm')) bytes = contents;
      },
    },
  );
  if (error || !bytes) throw new Error(`the wasm build failed\n${stderr.toString()}`);
  return bytes;
}
