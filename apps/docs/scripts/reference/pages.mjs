import { dirname, join, relative } from 'node:path';
import { root } from '../../../../scripts/commands.mjs';

/** A folder of sources with as many exports has a page of its own. */
const ownPage = 8;

/**
 * Pages of the reference: one per entry point, and one for each of its folders that holds many exports.
 * @param {import('../../../../scripts/public-exports.mjs').Entry[]} entries
 */
export function pagesOf(entries) {
  return entries.filter(({ exports }) => exports.length > 0).flatMap(pagesOfEntry);
}

function pagesOfEntry(entry) {
  const address = `reference/${entry.name.replace('@descent/', '')}`;
  const groups = [...Map.groupBy(entry.exports, ({ symbol }) => groupOf(entry, symbol))];
  const large = groups.filter(
    ([group, { length }]) => group !== '' && length >= ownPage && groups.length > 1,
  );
  const rest = groups.filter((each) => !large.includes(each)).flatMap(([, symbols]) => symbols);
  const main = page(entry, address, entry.name, rest);
  const others = large.map(([group, symbols]) =>
    page(entry, `${address}/${group}`, `${entry.name}: ${group}`, symbols, group),
  );
  main.others = others.map(({ label, path }) => ({ label, path }));
  return [main, ...others.sort((a, b) => a.path.localeCompare(b.path))];
}

function page(entry, path, title, symbols, group) {
  return {
    package: entry.package,
    entryName: entry.name,
    path,
    title,
    label: group ?? entry.name,
    isMain: group === undefined,
    about: group ? `The ${group} of ${entry.name}.` : entry.description,
    symbols,
    others: [],
  };
}

/** The first folder below src in which an export is declared; empty at the top, and for folders named after the entry. */
function groupOf({ package: owner, name }, symbol) {
  const file = relative(join(root, 'packages'), symbol.declarations[0].getSourceFile().fileName);
  const [folder = ''] = relative(join(owner, 'src'), dirname(file)).split(/[\\/]/);
  return folder === '..' || name.endsWith(`/${folder}`) ? '' : folder;
}
