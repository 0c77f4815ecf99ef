const columns = 60;
const rows = 12;

/**
 * A curve as lines of text: losses upwards, rates to the right in equal ratios, and a mark below the suggestion.
 *
 * @param rates - rising in equal ratios
 */
export function plotCurve(
  rates: readonly number[],
  losses: readonly number[],
  suggestion: number | undefined,
): string {
  if (losses.length === 0) return 'no loss was finite';
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const columnOf = (i: number): number => Math.round((i / Math.max(1, losses.length - 1)) * (columns - 1));
  const rowOf = (loss: number): number => Math.round(((most - loss) / (most - least || 1)) * (rows - 1));
  const grid = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  losses.forEach((loss, i) => {
    (grid[rowOf(loss)] as string[])[columnOf(i)] = '•';
  });
  const labels = [most, least].map((loss) => loss.toPrecision(3));
  const margin = Math.max(...labels.map(({ length }) => length));
  const lines = grid.map((cells, row) => {
    const label = row === 0 ? labels[0] : row === rows - 1 ? labels[1] : '';
    return `${label?.padStart(margin)} │${cells.join('')}`.trimEnd();
  });
  const [first, last] = [rates.at(0), rates.at(-1)].map((rate) => rate?.toExponential(0) ?? '');
  const axis = `${' '.repeat(margin)} └${'─'.repeat(columns)}`;
  const ends = `${' '.repeat(margin + 2)}${first}${last?.padStart(columns - (first?.length ?? 0))}`;
  if (suggestion === undefined) return [...lines, axis, ends].join('\n');
  const at = columnOf(rates.indexOf(suggestion));
  const mark = `${' '.repeat(margin + 2 + at)}▲ ${suggestion.toExponential(1)}`;
  return [...lines, axis, ends, mark].join('\n');
}
