import { html } from './element.js';

/** A slider over the steps of a run: to look at any of them again. Home and End go to the ends, as in every slider. */
export class Scrubber {
  readonly element: HTMLElement;
  readonly #range: HTMLInputElement;
  readonly #text = html('output', {});

  /** @param onPlace - the reader goes to a step */
  constructor(label: string, onPlace: (step: number) => void, signal: AbortSignal) {
    this.#range = html('input', { type: 'range', name: 'scrub', min: '0', max: '0', step: '1', value: '0' });
    this.#range.setAttribute('aria-label', label);
    this.#range.addEventListener(
      'input',
      () => {
        this.#tell();
        onPlace(this.step);
      },
      { signal },
    );
    this.element = html(
      'div',
      { class: 'control scrubber' },
      html('span', { class: 'name' }, label, ' ', this.#text),
      this.#range,
    );
    this.#tell();
  }

  get step(): number {
    return Number(this.#range.value);
  }

  /** Whether the newest step is looked at. */
  get isAtEnd(): boolean {
    return this.#range.value === this.#range.max;
  }

  /** How many steps there are now; the slider goes along. */
  showEnd(last: number): void {
    this.show(last, last);
  }

  /** A step, and the last and the first that there are. */
  show(step: number, last: number, first = 0): void {
    this.#range.min = String(first);
    this.#range.max = String(last);
    this.#range.value = String(step);
    this.#tell();
  }

  #tell(): void {
    this.#text.textContent = `${this.#range.value} of ${this.#range.max}`;
    this.#range.setAttribute('aria-valuetext', this.#text.textContent);
  }
}
