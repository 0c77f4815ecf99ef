import { html } from '../shared/element.js';
import { Scrubber } from '../shared/scrubber.js';
import { whileSeen } from '../shared/when-seen.js';

/** Milliseconds that a sub-step stays. */
const pace = { reading: 1300, once: 260 } as const;

/** Goes through the sub-steps: back, next, play, or to any of them by a slider. */
export class Player {
  /** Buttons. */
  readonly buttons: readonly HTMLElement[];
  readonly scrubber: HTMLElement;
  readonly #scrubber: Scrubber;
  readonly #back: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #play: HTMLButtonElement;
  readonly #onPlace: (place: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #place = 0;
  #last = 0;

  constructor(root: HTMLElement, onPlace: (place: number) => void, signal: AbortSignal) {
    this.#onPlace = onPlace;
    const button = (action: string, text: string, act: () => void): HTMLButtonElement => {
      const made = html('button', { type: 'button', 'data-action': action }, text);
      made.addEventListener('click', act, { signal });
      return made;
    };
    this.#back = button('back', 'Back', () => this.#goByHand(this.#place - 1));
    this.#next = button('next', 'Next', () => this.#goByHand(this.#place + 1));
    this.#play = button('play', 'Play', () => this.toggle());
    this.buttons = [this.#back, this.#next, this.#play];
    this.#scrubber = new Scrubber('sub-step', (place) => this.#goByHand(place), signal);
    this.scrubber = this.#scrubber.element;
    root.addEventListener(
      'keydown',
      (event) => {
        const isOnControl = (event.target as Element).closest('button, input, select, [role=button]');
        if (event.key !== ' ' || isOnControl) return;
        event.preventDefault();
        this.toggle();
      },
      { signal },
    );
    whileSeen(root, signal, (isSeen) => {
      if (!isSeen) this.pause();
    });
    signal.addEventListener('abort', () => this.pause(), { once: true });
  }

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  /** Where the reader is, of how many. */
  show(place: number, last: number): void {
    [this.#place, this.#last] = [place, last];
    this.#scrubber.show(place, last);
    this.#back.disabled = place === 0;
    this.#next.disabled = place === last;
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.#run(pace.reading);
  }

  /** Plays all of it fast, for a first look. */
  playOnce(): void {
    if (!this.isPlaying && this.#place === 0) this.#run(pace.once);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = 'Play';
  }

  #run(interval: number): void {
    if (this.#place === this.#last) this.#onPlace(0);
    this.#play.textContent = 'Pause';
    this.#timer = setInterval(() => {
      // Where it ends is told at once, as by hand.
      if (this.#place + 1 >= this.#last) this.pause();
      this.#onPlace(this.#place + 1);
    }, interval);
  }

  #goByHand(place: number): void {
    this.pause();
    this.#onPlace(place);
  }
}
