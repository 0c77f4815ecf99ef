import { html } from '../../shared/element.js';
import { showNumber } from '../../shared/numbers.js';
import type { LayerHealth } from '../worker/messages.js';

const columns = ['Layer', 'Gradient norm', 'Update / weights', 'Dead units', 'Saturated'] as const;

/** How learning goes in each layer, as bars with their numbers. */
export class Health {
  readonly element: HTMLElement;
  readonly #rows = html('tbody', {});

  constructor() {
    this.element = html(
      'details',
      { class: 'health' },
      html('summary', {}, 'Health of the layers'),
      html(
        'div',
        { class: 'scrolled' },
        html(
          'table',
          { class: 'results' },
          html('thead', {}, html('tr', {}, ...columns.map((name) => html('th', { scope: 'col' }, name)))),
          this.#rows,
        ),
      ),
    );
  }

  show(layers: readonly LayerHealth[]): void {
    const most = Math.max(...layers.map(({ gradientNorm }) => gradientNorm), 1e-30);
    const share = (value: number | undefined): string =>
      value === undefined ? '–' : `${Math.round(100 * value)} %`;
    this.#rows.replaceChildren(
      ...layers.map(({ gradientNorm, updateRatio, deadUnits, saturation }, i) => {
        const bar = html('span', { class: 'bar', 'aria-hidden': 'true' });
        bar.style.width = `${Math.max(1, 60 * (gradientNorm / most))}px`;
        const name = i === layers.length - 1 ? 'Output' : `Hidden ${i + 1}`;
        const cells = [showNumber(updateRatio, 2), share(deadUnits), share(saturation)];
        return html(
          'tr',
          {},
          html('th', { scope: 'row' }, name),
          html('td', {}, bar, ' ', showNumber(gradientNorm, 2)),
          ...cells.map((text) => html('td', {}, text)),
        );
      }),
    );
  }
}
