import { html } from '../element.js';

/** What the reader asks of training. */
export interface TransportEvents {
  onRun(): void;
  onPause(): void;
  onStep(): void;
  onReset(): void;
  /** Steps per second. */
  onSpeed(speed: number): void;
}

/** How fast, by what the reader chooses: steps per second. */
export interface Speeds {
  readonly slow: number;
  readonly normal: number;
  /** As fast as it goes where it is left out. */
  readonly fast?: number;
}

/** Play and pause, one step, reset, speed; the space bar plays and pauses wherever the demo has the focus. */
export class Transport {
  readonly element = html('div', { class: 'transport', role: 'group', 'aria-label': 'training' });
  readonly #play: HTMLButtonElement;
  readonly #step: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #speed: HTMLSelectElement;
  readonly #speeds: Readonly<Record<string, number>>;
  #isRunning = false;
  #isReady = false;
  #isOver = false;

  constructor(root: HTMLElement, speeds: Speeds, events: TransportEvents, signal: AbortSignal) {
    const button = (action: string, text: string): HTMLButtonElement =>
      html('button', { type: 'button', 'data-action': action, disabled: true }, text);
    this.#speeds = {
      slow: speeds.slow,
      normal: speeds.normal,
      fast: speeds.fast ?? Number.POSITIVE_INFINITY,
    };
    this.#play = button('play', 'Train');
    this.#step = button('step', 'Step');
    this.#reset = button('reset', 'Reset');
    this.#speed = html('select', { name: 'speed' });
    for (const name of Object.keys(this.#speeds)) this.#speed.append(html('option', { value: name }, name));
    this.#speed.value = 'normal';
    const toggle = (): void => (this.#isRunning ? events.onPause() : events.onRun());
    const on = (element: Element, kind: string, act: () => void): void =>
      element.addEventListener(kind, act, { signal });
    on(this.#play, 'click', toggle);
    on(this.#step, 'click', () => events.onStep());
    on(this.#reset, 'click', () => events.onReset());
    on(this.#speed, 'input', () => events.onSpeed(this.speed));
    root.addEventListener(
      'keydown',
      (event) => {
        const isOnControl = (event.target as Element).closest('button, input, select, textarea, a, summary');
        if (event.key !== ' ' || isOnControl || this.#play.disabled) return;
        event.preventDefault();
        toggle();
      },
      { signal },
    );
    const labelled = html(
      'label',
      { class: 'control' },
      html('span', { class: 'name' }, 'Speed'),
      this.#speed,
    );
    this.element.append(this.#play, this.#step, this.#reset, labelled);
  }

  /** Steps per second. */
  get speed(): number {
    return this.#speeds[this.#speed.value] as number;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** From when on there is something to train, or not any more. */
  setReady(isReady: boolean): void {
    this.#isReady = isReady;
    this.#show();
  }

  /** @param isOver - more steps would be of no use */
  showState(isRunning: boolean, isOver: boolean): void {
    this.#isRunning = isRunning;
    this.#isOver = isOver;
    this.#show();
  }

  #show(): void {
    this.#play.textContent = this.#isRunning ? 'Pause' : 'Train';
    this.#play.disabled = this.#step.disabled = !this.#isReady || this.#isOver;
    this.#reset.disabled = !this.#isReady;
  }
}
