// Writes src/ops/index.ts (every op) and src/kernels.ts (every kernel) from the files in src/ops.
// Run: node scripts/make-op-index.mjs; with --check it only says whether they are up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/ops/', import.meta.url);
const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const files = readdirSync(folder)
  .filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'index.ts')
  .map((file) => file.slice(0, -3))
  .sort();

const ops = [];
const kernels = [];
for (const file of files) {
  const text = readFileSync(new URL(`${file}.ts`, folder), 'utf8');
  const names = [];
  if (new RegExp(`export function ${camel(file)}\\b`).test(text)) names.push(camel(file));
  for (const [, name] of text.matchAll(/export (?:type|interface) (\w+)/g)) {
    if (!name.endsWith('Attrs')) names.push(`type ${name}`);
  }
  if (names.length > 0) ops.push(`export { ${names.join(', ')} } from './${file}.js';`);
  for (const [, name] of text.matchAll(/export const (\w+Kernel)\b/g)) kernels.push({ name, file });
}

const outputs = {
  '../src/ops/index.ts': `// Written by scripts/make-op-index.mjs.\n${ops.join('\n')}\n`,
  '../src/kernels.ts': `// Written by scripts/make-op-index.mjs.
import type { Kernel } from './kernel.js';
${kernels.map(({ name, file }) => `import { ${name} } from './ops/${file}.js';`).join('\n')}

/** Every kernel of the vocabulary. */
export const kernels: readonly Kernel[] = [
${kernels.map(({ name }) => `  ${name} as unknown as Kernel,`).join('\n')}
];
`,
};

let stale = false;
for (const [path, text] of Object.entries(outputs)) {
  const url = new URL(path, import.meta.url);
  if (!process.argv.includes('--check')) writeFileSync(url, text);
  else if (readFileSync(url, 'utf8') !== text) {
    console.error(`${path.slice(3)} is out of date: run node packages/core/scripts/make-op-index.mjs`);
    stale = true;
  }
}
if (stale) process.exit(1);
