import { html } from './element.js';

/** What happens, in words, for everybody and for screen readers: at once when it matters, else at most once a second. */
export class Status {
  readonly element = html('p', { class: 'status', role: 'status' });
  #lastTold = Number.NEGATIVE_INFINITY;

  /** Something that the reader should know now. */
  say(text: string): void {
    this.#lastTold = performance.now();
    if (this.element.textContent !== text) this.element.textContent = text;
  }

  /** How it goes, while it goes. */
  tell(text: string): void {
    if (performance.now() - this.#lastTold >= 1000) this.say(text);
  }
}
