import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { backendLabels } from '../shared/training/backends.js';
import type { Found } from './measurement.js';
import type { Training } from './protocol.js';

const headings = [
  'backend',
  'first step, ms',
  'a step, ms',
  'range, ms',
  'last loss',
  'losses apart by',
  'error of a product',
];

/** A row for each backend. */
export class BackendTable {
  readonly #body = html('tbody');
  readonly element = html(
    'div',
    { class: 'scrolled', tabIndex: 0, role: 'region', 'aria-label': 'times and losses of each backend' },
    html(
      'table',
      { class: 'results' },
      html('thead', {}, html('tr', {}, ...headings.map((text) => html('th', { scope: 'col' }, text)))),
      this.#body,
    ),
  );

  /** @param apart - how far the losses of a training are from those that it is compared with */
  show(found: readonly Found[], apart: (training: Training) => number): void {
    this.#body.replaceChildren(
      ...found.map(({ choice, state, reason, training }) => {
        const name = html('th', { scope: 'row' }, backendLabels[choice]);
        if (!training) {
          const text =
            reason ?? { waiting: 'not measured yet', measuring: 'measuring …' }[state as 'waiting'];
          return html(
            'tr',
            { 'data-backend': choice },
            name,
            html('td', { colSpan: 6, class: 'reason' }, text),
          );
        }
        const { first, median, least, most, losses, error } = training;
        const cells: readonly (readonly [string, string])[] = [
          ['first', showNumber(first, 2)],
          ['median', showNumber(median, 2)],
          ['spread', `${showNumber(least, 2)} … ${showNumber(most, 2)}`],
          ['loss', showFixed(losses.at(-1) as number, 5)],
          ['apart', showNumber(apart(training), 2)],
          ['error', showNumber(error, 2)],
        ];
        return html(
          'tr',
          { 'data-backend': choice, title: training.description },
          name,
          ...cells.map(([key, text]) => html('td', { 'data-cell': key }, text)),
        );
      }),
    );
  }
}
