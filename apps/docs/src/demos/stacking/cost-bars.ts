import { html } from '../shared/element.js';

/** A net, by a name for tests and one for readers, and its parameters. */
export interface Cost {
  readonly key: string;
  readonly title: string;
  readonly parameters: number;
}

/** Parameters of nets, as bars one below the other. */
export class CostBars {
  readonly element = html('ol', { class: 'costs' });

  show(costs: readonly Cost[]): void {
    const most = Math.max(...costs.map(({ parameters }) => parameters));
    this.element.replaceChildren(
      ...costs.map(({ key, title, parameters }) => {
        const bar = html('span', { class: 'bar' });
        bar.style.setProperty('--share', `${(100 * parameters) / most}%`);
        const count = html('span', { 'data-value': key }, parameters.toLocaleString('en-US'));
        return html('li', {}, `${title}: `, count, ' parameters', bar);
      }),
    );
  }
}
