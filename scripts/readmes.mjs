// Keeps what the READMEs claim true: runs the first TypeScript block of each and writes what it printed into the
// block that follows, and writes the table of packages. With --check it only says what no longer holds; numbers may
// then differ by 2 %, since processors round differently.
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

const problems = [];
for (const file of readmes) {
  try {
    const text = readFileSync(join(root, file), 'utf8');
    const updated = withTable(withOutput(text));
    if (!isCheck) writeFileSync(join(root, file), updated);
    else if (!areAlike(text, updated)) problems.push(`${file} is out of date: run node scripts/readmes.mjs`);
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
  }
}
if (problems.length > 0) throw new Error(problems.join('\n'));
console.log(`${readmes.length} READMEs: what their first example prints is what they say`);

/** The text with the output of its first example as it is now. */
function withOutput(text) {
  const example = /```ts\n([\s\S]*?)```\n+```text\n[\s\S]*?```/;
  const match = text.match(example);
  if (!match) throw new Error(`no TypeScript block with its output in a block after it`);
  const script = join(root, 'examples', '.readme-example.ts');
  writeFileSync(script, match[1]);
  try {
    const printed = output('node', [script], { cwd: join(root, 'examples') });
    return text.replace(example, (_, code) => `\`\`\`ts\n${code}\`\`\`\n\n\`\`\`text\n${printed}\`\`\``);
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
