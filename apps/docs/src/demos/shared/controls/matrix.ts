import { html } from '../element.js';
import { showNumber } from '../numbers.js';
import type { Control } from './control.js';

/** Numbers in rows and columns, each typed into its own field; up and down arrow keys change one by a step. */
export function matrix(options: {
  readonly label: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Row by row. */
  readonly value: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Values of some columns, by column, where they have a range of their own. */
  readonly ranges?: Readonly<Record<number, readonly [min: number, max: number, step: number]>>;
}): Control<readonly number[]> {
  const { label, rows, columns, value: initial, min, max, step, ranges = {} } = options;
  const rangeOf = (i: number) => ranges[i % columns.length] ?? ([min, max, step] as const);
  const limited = (value: number, i: number): number => {
    const [least, most] = rangeOf(i);
    return Math.max(least, Math.min(most, value));
  };
  const numberOf = (text: string): number =>
    text.trim() === '' ? Number.NaN : Number(text.replace('−', '-'));
  return {
    initial,
    toText: (values) => values.join('_'),
    fromText(text) {
      const values = text.split('_').map(numberOf);
      return values.length === initial.length && values.every(Number.isFinite)
        ? values.map(limited)
        : undefined;
    },
    create(name, changed) {
      let current = initial;
      const fields = initial.map((_, i) =>
        html('input', {
          type: 'text',
          inputMode: 'decimal',
          class: 'field',
          name: `${name}${i}`,
          'aria-label': `${label}: ${rows[Math.floor(i / columns.length)]}, ${columns[i % columns.length]}`,
        }),
      );
      const show = (values: readonly number[]): void => {
        current = values;
        values.forEach((value, i) => {
          (fields[i] as HTMLInputElement).value = showNumber(value);
        });
      };
      fields.forEach((field, i) => {
        const put = (value: number): void => {
          show(current.map((each, j) => (j === i ? limited(value, i) : each)));
          changed(current);
        };
        // A number that means nothing leaves the one before.
        field.addEventListener('change', () => {
          const value = numberOf(field.value);
          put(Number.isFinite(value) ? value : (current[i] as number));
        });
        field.addEventListener('keydown', (event) => {
          const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
          if (direction === undefined) return;
          event.preventDefault();
          put(Number(((current[i] as number) + direction * rangeOf(i)[2]).toPrecision(6)));
        });
      });
      show(initial);
      const element = html(
        'table',
        { class: 'control matrix' },
        html('caption', { class: 'name' }, label),
        html(
          'thead',
          {},
          html('tr', {}, html('td'), ...columns.map((column) => html('th', { scope: 'col' }, column))),
        ),
        html(
          'tbody',
          {},
          ...rows.map((row, r) =>
            html(
              'tr',
              {},
              html('th', { scope: 'row' }, row),
              ...columns.map((_, c) => html('td', {}, fields[r * columns.length + c] as HTMLInputElement)),
            ),
          ),
        ),
      );
      return {
        element,
        show,
        setDisabled(isDisabled, reason = '') {
          for (const field of fields) field.disabled = isDisabled;
          element.title = isDisabled ? reason : '';
        },
      };
    },
  };
}
