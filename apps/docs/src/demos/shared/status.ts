import { html } from './element.js';

/** What happens, in words, for everybody and for screen readers: at once when it matters, else at most once a second. */
export class Status {
  readonly element = html('p', { class: 'status', role: 'status' });
  #lastTold = Number.NEGATIVE_INFINITY;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /** Something that the reader should know now. */
  say(text: string): void {
    clearTimeout(this.#waiting);
    this.#lastTold = performance.now();
    if (this.element.textContent !== text) this.element.textContent = text;
  }

  /** How it goes, while it goes. */
  tell(text: string): void {
    if (performance.now() - this.#lastTold >= 1000) this.say(text);
  }

  /** How it is, while the reader changes it: as seldom, but the last is always said. */
  follow(text: string): void {
    clearTimeout(this.#waiting);
    const wait = this.#lastTold + 1000 - performance.now();
    if (wait <= 0) this.say(text);
    else this.#waiting = setTimeout(() => this.say(text), wait);
  }
}
