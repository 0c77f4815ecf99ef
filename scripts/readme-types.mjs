// Checks the types of all TypeScript blocks of the READMEs and of the site's guides against what is built, each as a module of
// its own, as strictly as the packages. Names that a block takes from its reader, such as a model, are declared in
// readme-names.d.ts beside the README.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './commands.mjs';

const folder = join(root, 'examples', '.readme-types');
const readmes = ['.', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))].map(
  (place) => join(place, 'README.md'),
);
const guides = ['start', 'guides'].flatMap((name) =>
  readdirSync(join(root, 'docs', name)).map((file) => join('docs', name, file)),
);

rmSync(folder, { recursive: true, force: true });
const problems = [];
let count = 0;
try {
  for (const file of [...readmes, ...guides].filter((each) => existsSync(join(root, each)))) check(file);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (problems.length > 0) throw new Error(`blocks do not compile:\n${problems.join('\n')}`);
console.log(`${count} blocks of READMEs and guides compile`);

/** Compiles the blocks of one file; names of one are not names of another. */
function check(place) {
  const text = readFileSync(join(root, place), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)];
  if (blocks.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const lines = new Map();
  for (const [i, { 1: code, index }] of blocks.entries()) {
    writeFileSync(join(folder, `block-${i}.ts`), `${code}export {};\n`);
    lines.set(`block-${i}.ts`, text.slice(0, index).split('\n').length);
  }
  const names = join(root, dirname(place), 'readme-names.d.ts');
  if (existsSync(names)) writeFileSync(join(folder, 'names.d.ts'), readFileSync(names));
  // The types that are built, as users have them.
  const options = { noUnusedLocals: false, customConditions: [] };
  const config = { extends: '../../tsconfig.base.json', compilerOptions: options, include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    execFileSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } catch (error) {
    for (const line of error.stdout.trim().split('\n')) {
      const [, file, row, rest] = /([\w.-]+\.ts)\((\d+),\d+\): (.*)/.exec(line) ?? [];
      const at = lines.get(file);
      problems.push(at === undefined ? line : `${place}:${at + Number(row)}: ${rest}`);
    }
  }
  count += blocks.length;
  rmSync(folder, { recursive: true, force: true });
}
