// Writes src/generated/fashion-mnist-{train,test}.ts: the files of data/fashion-mnist as base64, so that they come
// with the module and nothing needs to be hosted. Run: node scripts/embed.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/generated/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of ['train', 'test']) {
  const [images, labels] = ['images', 'labels'].map((kind) =>
    readFileSync(new URL(`../data/fashion-mnist/${name}-${kind}.idx.gz`, import.meta.url)).toString('base64'),
  );
  const text = `// Written by scripts/embed.mjs.\nexport const images = '${images}';\nexport const labels = '${labels}';\n`;
  writeFileSync(new URL(`fashion-mnist-${name}.ts`, folder), text);
}
