// Makes one thing of every kind with `pnpm new`, checks that it passes as it is, and takes it away again.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './commands.mjs';
import { templates } from './templates.mjs';

const kinds = Object.keys(templates);
const nameOf = (kind) => `template-check-${kind}`;
const indexes = ['core/src/ops', 'core/src', 'layers/src', 'losses/src', 'train/src', 'datasets/src'].map(
  (folder) => join(root, 'packages', folder, 'index.ts'),
);
const before = [...indexes, join(root, 'packages/core/src/kernels.ts')].map((file) => [
  file,
  readFileSync(file),
]);
const made = kinds.flatMap((kind) =>
  Object.keys(templates[kind]({ name: nameOf(kind), camel: 'x', pascal: 'X' }).files),
);
try {
  for (const kind of kinds) run('node', ['scripts/new.mjs', kind, nameOf(kind)]);
  run('biome', ['check', '--error-on-warnings', ...made]);
  run('tsc', []);
  run('vitest', ['run', ...made.filter((file) => file.endsWith('.test.ts'))]);
} finally {
  for (const file of made) rmSync(join(root, file), { force: true });
  rmSync(join(root, dirname(made.at(-1))), { recursive: true, force: true });
  for (const [file, bytes] of before) writeFileSync(file, bytes);
}
