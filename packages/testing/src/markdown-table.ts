/**
 * A table of a page, with columns as wide as their widest cells, as the formatter has them.
 * @example markdownTable(['name', 'size'], [['a', '3']])
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill = ' '): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] as number, fill)).join(' | ')} |`;
  const rule = head.map(() => '');
  return [line(head), line(rule, '-'), ...rows.map((row) => line(row))].join('\n');
}
