// Checks the types of all TypeScript blocks of the READMEs against what is built, each as a module of its own, as strictly as
// the packages. Names
// that a block takes from its reader, such as a model, are declared in readme-names.d.ts beside the README.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './commands.mjs';

const folder = join(root, 'examples', '.readme-types');
const places = ['.', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))];

rmSync(folder, { recursive: true, force: true });
const problems = [];
let count = 0;
try {
  for (const place of places.filter((each) => existsSync(join(root, each, 'README.md')))) check(place);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (problems.length > 0) throw new Error(`blocks of READMEs do not compile:\n${problems.join('\n')}`);
console.log(`${count} blocks of READMEs compile`);

/** Compiles the blocks of one README; names of one are not names of another. */
function check(place) {
  const text = readFileSync(join(root, place, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)];
  if (blocks.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const lines = new Map();
  for (const [i, { 1: code, index }] of blocks.entries()) {
    writeFileSync(join(folder, `block-${i}.ts`), `${code}export {};\n`);
    lines.set(`block-${i}.ts`, text.slice(0, index).split('\n').length);
  }
  const names = join(root, place, 'readme-names.d.ts');
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
      problems.push(at === undefined ? line : `${join(place, 'README.md')}:${at + Number(row)}: ${rest}`);
    }
  }
  count += blocks.length;
  rmSync(folder, { recursive: true, force: true });
}
