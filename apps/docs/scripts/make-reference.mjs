// Writes the pages of the reference to src/generated: all that the packages export, from their doc comments, and the
// benchmarks. `pnpm generate` runs it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../../../scripts/commands.mjs';
import { publicExports } from '../../../scripts/public-exports.mjs';
import { commentOf, plainText } from './reference/comment.mjs';
import { pagesOf } from './reference/pages.mjs';
import { signatureOf } from './reference/signature.mjs';

const folder = join(root, 'apps/docs/src/generated');
const { checker, entries } = publicExports();
const pages = pagesOf(entries.filter(({ isPrivate }) => !isPrivate));

/** Where each export is described, by its name; the first of several of one name wins. */
const addresses = new Map();
for (const { path, symbols } of pages)
  for (const { name } of symbols) if (!addresses.has(name)) addresses.set(name, `/${path}/#${name}`);

rmSync(folder, { recursive: true, force: true });
for (const page of pages) write(`${page.path}.md`, pageText(page));
write('reference/benchmarks.md', benchmarks());
const menu = pages.map(({ package: owner, label, path, isMain }) => ({ owner, label, path, isMain }));
write('reference-menu.json', JSON.stringify(menu, undefined, 2));
console.log(`${pages.length} pages of reference`);

function write(name, text) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function pageText({ title, about, entryName, symbols, others }) {
  const list = [...symbols]
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }) || (a.name < b.name ? 1 : -1))
    .map(({ name, symbol }) => exportText(name, symbol));
  return [
    '---',
    `title: ${JSON.stringify(title)}`,
    `description: ${JSON.stringify(about)}`,
    'tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 }',
    'editUrl: false',
    '---',
    '',
    `\`\`\`ts\nimport { … } from '${entryName}';\n\`\`\``,
    '',
    ...(others.length > 0
      ? ['More of it:', '', ...others.map(({ label, path }) => `- [${label}](/${path}/)`), '']
      : []),
    ...list,
  ].join('\n');
}

function exportText(name, symbol) {
  const { summary, params, returns, throws, see, example } = commentOf(symbol, checker, addresses);
  const source = relative(root, symbol.declarations[0].getSourceFile().fileName);
  return [
    `<h2 id="${name}">${name}</h2>`,
    '',
    summary,
    '',
    `\`\`\`ts\n${signatureOf(name, symbol, checker)}\n\`\`\``,
    '',
    ...params.map(([param, text]) => `- \`${param}\`: ${text}`),
    ...(returns ? [`- **returns** ${returns}`] : []),
    ...throws.map((text) => `- **throws** ${text}`),
    '',
    ...(example ? [`\`\`\`ts title="Example"\n${example}\n\`\`\``, ''] : []),
    ...see.map((text) => `See ${text}.\n`),
    `<p class="source">${plainText(source)}</p>`,
    '',
  ].join('\n');
}

/** The README of the benchmarks; what it links to is in the repository. */
function benchmarks() {
  const text = readFileSync(join(root, 'benchmarks/README.md'), 'utf8');
  return [
    '---',
    'title: Benchmarks',
    'description: Times beside named peers, measured by a script of the repository.',
    '---',
    '',
    text
      .replace(/^# .*\n/, '')
      .replace(/<!--[\s\S]*?-->\n?/g, '')
      .replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '`benchmarks/$1`')
      // Whoever hears a table is told what its first column is.
      .replace(/^\| +\|(?=.*\n\| -)/gm, '| work |'),
  ].join('\n');
}
