// Checks the types of all TypeScript blocks of the READMEs and of the site's guides against what is built, each as a module of
// its own, as strictly as the packages. Names that a block takes from its reader, such as a model, are declared in
// readme-names.d.ts beside the README.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from './commands.mjs';

const folder = join(root, 'examples', '.readme-types');
const readmes = ['.', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))].map(
  (place) => join(place, 'README.md'),
);
const guides = ['start', 'guides'].flatMap((name) =>
  readdirSync(join(root, 'docs', name)).map((file) => join('docs', name, file)),
);

// The types that are built, as users have them.
const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(
  { ...config.compilerOptions, noUnusedLocals: false, customConditions: [], noEmit: true },
  root,
);
const host = sharedHost();

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
    const file = join(folder, `block-${i}.ts`);
    writeFileSync(file, `${code}export {};\n`);
    lines.set(file, text.slice(0, index).split('\n').length);
  }
  const names = join(root, dirname(place), 'readme-names.d.ts');
  const program = ts.createProgram([...lines.keys(), ...(existsSync(names) ? [names] : [])], options, host);
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    const row = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const at = lines.get(file?.fileName);
    problems.push(`${at === undefined ? `${file?.fileName}:${row}` : `${place}:${at + row}`}: ${message}`);
  }
  count += blocks.length;
  rmSync(folder, { recursive: true, force: true });
}

/** The compiler's view of files, which reads each but once, save the blocks. */
function sharedHost() {
  const shared = ts.createCompilerHost(options);
  const read = shared.getSourceFile.bind(shared);
  const known = new Map();
  shared.getSourceFile = (file, ...rest) => {
    if (file.startsWith(folder)) return read(file, ...rest);
    if (!known.has(file)) known.set(file, read(file, ...rest));
    return known.get(file);
  };
  return shared;
}
