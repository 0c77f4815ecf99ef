import { checkOptions, checkWhole, describeValue, ValueError } from '@descent/core';
import { type ColorScale, type ColorScaleName, colorAt } from './color-scales.js';
import { gridOf, type HeatMapOptions, scaleFor, type ValueGrid } from './heat-map.js';

/** Options of {@link toTerminal}. */
export interface TerminalOptions extends Pick<HeatMapOptions, 'scale' | 'range'> {
  /** Characters across at most; larger grids are averaged. Default 80. */
  readonly columns?: number;
  /** True for 24-bit colours, false for shades of plain characters. Default: what the terminal of the process can show. */
  readonly color?: boolean;
}

/** Ever darker. Signs have characters of their own. */
const shades = { positive: [...' ░▒▓█'], negative: [...' ·-=≡'] } as const;

/**
 * Values as text. In colours a character is two values, one above the other; plain, a character is one column of two
 * rows' mean: ░▒▓█ what is above 0 and ·-=≡ what is below, or shades from the least value on where nothing is.
 *
 * @param source - [rows, columns]
 * @returns lines that end in '\n'
 * @throws ShapeError for what has more axes, ValueError for options out of range
 * @example console.log(toTerminal(map))
 */
export function toTerminal(source: ValueGrid, options: TerminalOptions = {}): string {
  const chosen = checkOptions('toTerminal', options, ['scale', 'range', 'columns', 'color']);
  const { columns = 80, color = showsColors() } = chosen;
  checkWhole('toTerminal', 'columns', columns);
  if (typeof color !== 'boolean') {
    throw new ValueError(`toTerminal: color must be true or false, got ${describeValue(color)}`);
  }
  const grid = gridOf('toTerminal', source);
  const step = Math.max(1, Math.ceil(grid.columns / columns));
  const rows = averaged(source.values, grid, step, step);
  const { scale, range } = scaleFor('toTerminal', rows.flat(), chosen);
  return color ? colored(rows, scale, range) : plain(averaged(source.values, grid, 2 * step, step), range);
}

/** Two values a character: the upper as the colour of ▀, the lower as that behind it. */
function colored(
  rows: readonly (readonly number[])[],
  scale: ColorScaleName | ColorScale,
  range: readonly [number, number],
): string {
  const code = (value: number | undefined, layer: 38 | 48): string =>
    value === undefined || Number.isNaN(value)
      ? `\x1b[${layer + 1}m`
      : `\x1b[${layer};2;${colorAt(scale, value, range).join(';')}m`;
  let text = '';
  for (let y = 0; y < rows.length; y += 2) {
    const [upper = [], lower] = [rows[y], rows[y + 1]];
    upper.forEach((value, x) => {
      const below = lower?.[x];
      const isEmpty = Number.isNaN(value) && (below === undefined || Number.isNaN(below));
      text += isEmpty
        ? '\x1b[0m '
        : Number.isNaN(value)
          ? `\x1b[49m${code(below, 38)}▄`
          : `${code(value, 38)}${code(below, 48)}▀`;
    });
    text += '\x1b[0m\n';
  }
  return text;
}

function plain(rows: readonly (readonly number[])[], [least, most]: readonly [number, number]): string {
  const hasSigns = least < 0 && most > 0;
  const size = hasSigns ? Math.max(-least, most) : most - least;
  const sign = (value: number): string => {
    if (Number.isNaN(value)) return ' ';
    const from = hasSigns ? value : value - least;
    const set = from < 0 ? shades.negative : shades.positive;
    const share = size > 0 ? Math.min(1, Math.abs(from) / size) : 0;
    return set[Math.round(share * (set.length - 1))] as string;
  };
  return rows.map((row) => `${row.map(sign).join('').trimEnd()}\n`).join('');
}

/** Means of boxes of values; NaN counts for nothing. */
function averaged(
  values: ArrayLike<number>,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  high: number,
  wide: number,
): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(rows / high) }, (_, i) =>
    Array.from({ length: Math.ceil(columns / wide) }, (_, j) => {
      let [sum, count] = [0, 0];
      for (let y = i * high; y < Math.min(rows, (i + 1) * high); y++) {
        for (let x = j * wide; x < Math.min(columns, (j + 1) * wide); x++) {
          const value = values[y * columns + x] as number;
          if (Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
      }
      return sum / count;
    }),
  );
}

/** Whether this is Node in a terminal of 16 million colours, which nobody told to show none. */
function showsColors(): boolean {
  const stdout = (globalThis as { process?: { stdout?: { hasColors?: (count: number) => boolean } } }).process
    ?.stdout;
  return stdout?.hasColors?.(2 ** 24) ?? false;
}
