import ts from 'typescript';

/**
 * What the doc comment of an export says, as Markdown.
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 * @param {Map<string, string>} addresses - where exports are described, for links
 */
export function commentOf(symbol, checker, addresses) {
  const tags = symbol.getJsDocTags(checker);
  const markdown = (parts) => toMarkdown(ts.displayPartsToString(parts), addresses);
  const all = (name) => tags.filter((tag) => tag.name === name).map(({ text }) => markdown(text));
  const example = tags.find(({ name }) => name === 'example');
  return {
    summary: markdown(symbol.getDocumentationComment(checker)),
    params: tags.filter(({ name }) => name === 'param').map(({ text = [] }) => param(text, addresses)),
    returns: all('returns')[0],
    throws: all('throws'),
    see: all('see').map((text) => text.replace(/\.$/, '')),
    example: example && withoutFence(ts.displayPartsToString(example.text)),
  };
}

/** Text that shows as it is. */
export function plainText(text) {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/([*_[\]|~])/g, '\\$1');
}

function param(parts, addresses) {
  const [, name, rest] = /^(\S+)\s*(?:-\s*)?([\s\S]*)$/.exec(ts.displayPartsToString(parts)) ?? [];
  return [name, toMarkdown(rest ?? '', addresses)];
}

/** Code in backticks stays, links lead to where the export is described, all else shows as it is. */
function toMarkdown(text, addresses) {
  return text
    .split(/(`[^`]*`|\{@link\s+[^}]*\})/)
    .map((part, i) => {
      if (i % 2 === 0) return plainText(part);
      if (part.startsWith('`')) return part;
      const [, target, label] = /\{@link\s+([\w.]+)\s*\|?\s*([^}]*)\}/.exec(part) ?? [];
      const address = addresses.get(target?.split('.')[0]);
      const shown = `\`${label || target}\``;
      return address ? `[${shown}](${address})` : shown;
    })
    .join('');
}

function withoutFence(text) {
  return text
    .replace(/^```\w*\n/, '')
    .replace(/\n```\s*$/, '')
    .trim();
}
