import { html } from './element.js';

/** Names and numbers that change in place. */
export class NumberList<const K extends string> {
  readonly element = html('dl', { class: 'numbers' });
  readonly #values: Record<K, HTMLElement>;

  /** @param names - what each is called on the page, by its name in `show` */
  constructor(names: Readonly<Record<K, string>>) {
    this.#values = Object.fromEntries(
      (Object.entries(names) as [K, string][]).map(([key, name]) => {
        const value = html('dd', { 'data-value': key });
        this.element.append(html('div', {}, html('dt', {}, name), value));
        return [key, value];
      }),
    ) as Record<K, HTMLElement>;
  }

  show(values: Partial<Readonly<Record<K, string>>>): void {
    for (const [key, text] of Object.entries(values) as [K, string][]) {
      if (this.#values[key].textContent !== text) this.#values[key].textContent = text;
    }
  }
}
