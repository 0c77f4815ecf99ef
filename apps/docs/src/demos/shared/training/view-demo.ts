import { ControlPanel, type StateOf } from '../controls/panel.js';
import { html } from '../element.js';
import { copyLinkButton, stateInLink } from '../link.js';
import { NumberList } from '../number-list.js';
import { Status } from '../status.js';
import { BackendSwitch } from './backend-switch.js';
import { TrainingClient } from './training-client.js';

/** What a demo is made of whose picture follows from its settings alone. */
export interface ViewDemoOptions<C, View, K extends string> {
  /** For links. */
  readonly name: string;
  readonly controls: C;
  /** Runs `serveViews`. */
  readonly worker: Worker;
  /** Figures and what belongs to them. */
  readonly figures: readonly Node[];
  /** Besides reset and the link. */
  readonly buttons?: readonly HTMLElement[];
  /** Names of the numbers below the figures. */
  readonly numbers: Readonly<Record<K, string>>;
  /** Draws at once what needs no computing: where the handles are. */
  sketch?(settings: StateOf<C>): void;
  /** Draws what the worker has made, and gives the numbers. */
  show(view: View, settings: StateOf<C>): Readonly<Record<K, string>>;
  /** What is to be seen, in a sentence. */
  sentence(view: View, settings: StateOf<C>): string;
}

/**
 * A demo that does not train: what is seen is computed in a worker from what is set, by controls or in the figures. The
 * worker is asked again when it has answered, for what is set by then.
 */
export class ViewDemo<const C extends Record<string, unknown>, View, K extends string> {
  readonly #options: ViewDemoOptions<C, View, K>;
  readonly #client: TrainingClient<StateOf<C>, View>;
  readonly #panel: ControlPanel<C>;
  /** What the worker was asked for, until it answers. */
  #asked: StateOf<C> | undefined;
  #isStale = false;

  constructor(root: HTMLElement, signal: AbortSignal, options: ViewDemoOptions<C, View, K>) {
    const { name, worker, figures, buttons = [], numbers } = options;
    this.#options = options;
    this.#panel = new ControlPanel(options.controls, () => this.#changed());
    this.#panel.fromTexts(stateInLink(name) ?? {});
    const list = new NumberList(numbers);
    const status = new Status();
    const backend = new BackendSwitch(() => this.#start(backend), signal, 'Computed');
    const reset = html('button', { type: 'button', 'data-action': 'reset', disabled: true }, 'Reset');
    reset.addEventListener(
      'click',
      () => {
        this.#panel.reset();
        this.#changed();
      },
      { signal },
    );
    this.#client = new TrainingClient(
      worker,
      {
        onReady: (choice, description) => backend.show(choice, description),
        onProgress: ({ view }) => {
          const settings = this.#asked ?? this.settings;
          this.#asked = undefined;
          list.show(options.show(view, settings));
          status.follow(options.sentence(view, settings));
          reset.disabled = false;
          if (this.#isStale) this.#ask();
        },
        onFailed: (message) => {
          this.#asked = undefined;
          backend.takeBack();
          status.say(`The demo stopped: ${message}`);
        },
      },
      signal,
    );
    const share = copyLinkButton(
      name,
      () => this.#panel.toTexts(),
      (text) => status.say(text),
      signal,
    );
    root.replaceChildren(
      html('div', { class: 'plots' }, ...figures),
      this.#panel.element,
      html('div', { class: 'transport' }, reset, ...buttons, share),
      list.element,
      status.element,
      backend.element,
    );
    options.sketch?.(this.settings);
    this.#start(backend);
  }

  /** What is set now. */
  get settings(): StateOf<C> {
    return this.#panel.state;
  }

  /** The reader has set something in a figure. */
  set(values: Partial<StateOf<C>>): void {
    this.#panel.show(values);
    this.#changed();
  }

  #changed(): void {
    this.#options.sketch?.(this.settings);
    if (this.#asked) this.#isStale = true;
    else this.#ask();
  }

  #ask(): void {
    this.#isStale = false;
    this.#asked = this.settings;
    this.#client.send({ type: 'settings', settings: this.settings });
  }

  #start(backend: BackendSwitch): void {
    this.#asked = this.settings;
    this.#client.send({ type: 'start', settings: this.settings, backend: backend.choice, speed: 1 });
  }
}
