// Keeps what the READMEs and the site's guides claim true: runs the first TypeScript block of each README, and of the guides
// each one that has its output in a block after it, and writes what it printed into that block; and writes the table of
// packages. With --check it only says what no longer holds; numbers may then differ by 2 %, since processors round
// differently.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { areAlike } from './alike.mjs';
import { output, root } from './commands.mjs';

const isCheck = process.argv.includes('--check');
const packages = readdirSync(join(root, 'packages'))
  .map((folder) => ({
    folder,
    ...JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')),
  }))
  .filter((manifest) => !manifest.private);
const readmes = ['README.md', ...packages.map(({ folder }) => join('packages', folder, 'README.md'))];
const guides = ['start', 'guides'].flatMap((folder) =>
  readdirSync(join(root, 'docs', folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', folder, name)),
);

const problems = [];
for (const file of [...readmes, ...guides]) {
  try {
    const text = readFileSync(join(root, file), 'utf8');
    const updated = guides.includes(file) ? withOutputs(text) : withTable(withOutput(text));
    if (!isCheck) writeFileSync(join(root, file), updated);
    else if (!areAlike(text, updated)) problems.push(`${file} is out of date: run node scripts/readmes.mjs`);
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
  }
}
if (problems.length > 0) throw new Error(problems.join('\n'));
console.log(`${readmes.length} READMEs, ${guides.length} guides: what their examples print is what they say`);

/** The text with the output of its first example as it is now. */
function withOutput(text) {
  const example = /```ts\n([\s\S]*?)```\n+```text\n[\s\S]*?```/;
  if (!example.test(text)) throw new Error(`no TypeScript block with its output in a block after it`);
  return text.replace(example, (_, code) => withPrinted(code));
}

/** The text with the outputs of all examples that have one. */
function withOutputs(text) {
  const example = /```ts\n((?:(?!```)[\s\S])*?)```\n+```text\n[\s\S]*?```/g;
  return text.replace(example, (_, code) => withPrinted(code));
}

/** An example and what it prints, as two blocks. */
function withPrinted(code) {
  const script = join(root, 'examples', '.readme-example.ts');
  writeFileSync(script, code);
  try {
    const printed = output('node', [script], { cwd: join(root, 'examples') });
    return `\`\`\`ts\n${code}\`\`\`\n\n\`\`\`text\n${printed}\`\`\``;
  } finally {
    rmSync(script);
  }
}

/** The text with the table of packages between its marks, where it has them. */
function withTable(text) {
  const rows = packages.map(({ name, folder, description }) => [
    `[${name}](packages/${folder})`,
    description,
  ]);
  const cells = [['package', 'what it is'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row, fill = ' ') => `| ${row.map((cell, i) => cell.padEnd(widths[i], fill)).join(' | ')} |`;
  const table = [line(cells[0]), line(['', ''], '-'), ...rows.map((row) => line(row))].join('\n');
  return text.replace(
    /(<!-- packages -->\n)[\s\S]*?(\n<!-- \/packages -->)/,
    (_, start, end) => `${start}\n${table}\n${end}`,
  );
}
