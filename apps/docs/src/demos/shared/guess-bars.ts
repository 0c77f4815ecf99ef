import { html } from './element.js';
import { shortNames } from './fashion-names.js';

/** What a net takes a picture for: a bar for each class. */
export class GuessBars {
  readonly element: HTMLElement;
  readonly #rows = shortNames.map((name) => {
    const bar = html('span', { class: 'bar' });
    const share = html('span', { class: 'share' });
    return { name, bar, share, element: html('li', {}, html('span', {}, name), bar, share) };
  });

  /** @param name - for tests and styles */
  constructor(title: string, name: string) {
    this.element = html(
      'div',
      { class: 'guess', 'data-guess': name },
      html('div', { class: 'grid-name' }, title),
      html('ol', {}, ...this.#rows.map(({ element }) => element)),
    );
  }

  /** @param shares - by class; none where there is nothing to guess */
  show(shares: readonly number[]): void {
    const most = Math.max(...shares);
    this.#rows.forEach(({ element, bar, share }, i) => {
      const value = shares[i];
      bar.style.setProperty('--share', `${100 * (value ?? 0)}%`);
      share.textContent = value === undefined ? '' : `${Math.round(100 * value)} %`;
      element.classList.toggle('most', value !== undefined && value === most);
    });
  }
}

/** The class with the largest share. */
export function guessOf(shares: readonly number[]): string {
  return shortNames[shares.indexOf(Math.max(...shares))] as string;
}
