import { ControlPanel, type StateOf } from './controls/panel.js';
import { html } from './element.js';
import type { Evaluate, Evaluation } from './evaluation.js';
import { copyLinkButton, stateInLink } from './link.js';
import { NumberList } from './number-list.js';
import { Status } from './status.js';

/** What a demo is made of whose picture follows from what is set. */
export interface SettingsDemoOptions<C, View, K extends string> {
  /** For links. */
  readonly name: string;
  readonly controls: C;
  /** Makes a view of what is set: `onPage` or `inWorker`. */
  readonly evaluate: Evaluate<StateOf<C>, View>;
  /** Figures and what belongs to them. */
  readonly figures: readonly Node[];
  /** Besides reset and the link. */
  readonly buttons?: readonly HTMLElement[];
  /** Names of the numbers below the figures. */
  readonly numbers: Readonly<Record<K, string>>;
  /** Draws at once what needs no computing: where the handles are. */
  sketch?(settings: StateOf<C>): void;
  /** Draws a view, and gives the numbers. */
  show(view: View, settings: StateOf<C>): Readonly<Record<K, string>>;
  /** What is to be seen, in a sentence. */
  sentence(view: View, settings: StateOf<C>): string;
  /** The reader set a control, before it is evaluated. */
  onControl?(settings: StateOf<C>, name: keyof C): void;
  /** Where what is set cannot be: what else gives way. The named control was set last, none by a link. */
  amend?(settings: StateOf<C>, name?: keyof C): Partial<StateOf<C>>;
  /** Controls that do nothing as it is set, and why. */
  idle?(settings: StateOf<C>): { readonly [N in keyof C]?: string | undefined };
  /** Puts back what is set in the figures and is no control; the controls are put back before. */
  reset?(settings: StateOf<C>): void;
  /** What the reader set in the figures and is no control, for links, and back. */
  toTexts?(settings: StateOf<C>): Record<string, string>;
  fromTexts?(texts: Readonly<Record<string, string>>, settings: StateOf<C>): void;
}

/**
 * A demo that does not train: what is seen follows from what is set, by controls or in the figures. Figures, controls,
 * reset, a link, numbers, a sentence, and where it is computed.
 */
export class SettingsDemo<const C extends Record<string, unknown>, View, K extends string> {
  readonly #options: SettingsDemoOptions<C, View, K>;
  readonly #panel: ControlPanel<C>;
  readonly #evaluation: Evaluation<StateOf<C>>;

  constructor(root: HTMLElement, signal: AbortSignal, options: SettingsDemoOptions<C, View, K>) {
    const { name, figures, buttons = [] } = options;
    this.#options = options;
    this.#panel = new ControlPanel(options.controls, (settings, changed) => {
      this.#panel.show(options.amend?.(settings, changed) ?? {});
      options.onControl?.(this.settings, changed);
      this.refresh();
    });
    const texts = stateInLink(name) ?? {};
    this.#panel.fromTexts(texts);
    this.#panel.show(options.amend?.(this.settings) ?? {});
    options.fromTexts?.(texts, this.settings);
    const numbers = new NumberList(options.numbers);
    const status = new Status();
    const reset = html('button', { type: 'button', 'data-action': 'reset', disabled: true }, 'Reset');
    reset.addEventListener('click', () => this.#reset(), { signal });
    const share = copyLinkButton(
      name,
      () => ({ ...this.#panel.toTexts(), ...options.toTexts?.(this.settings) }),
      (text) => status.say(text),
      signal,
    );
    this.#evaluation = options.evaluate(
      {
        onView(view, settings) {
          numbers.show(options.show(view, settings));
          status.follow(options.sentence(view, settings));
          reset.disabled = false;
        },
        onFailed: (message) => status.say(`The demo stopped: ${message}`),
      },
      signal,
    );
    root.replaceChildren(
      html('div', { class: 'plots' }, ...figures),
      this.#panel.element,
      html('div', { class: 'transport', role: 'group', 'aria-label': 'demo' }, ...buttons, reset, share),
      numbers.element,
      status.element,
      this.#evaluation.element,
    );
    this.refresh();
  }

  /** What is set now. */
  get settings(): StateOf<C> {
    return this.#panel.state;
  }

  /** The reader has set in a figure what is a control too. */
  set(values: Partial<StateOf<C>>): void {
    this.#panel.show(values);
    this.refresh();
  }

  /** Evaluates anew, after the reader did something in a figure. */
  refresh(): void {
    const { settings } = this;
    this.#panel.showIdle(this.#options.idle?.(settings) ?? {});
    this.#options.sketch?.(settings);
    this.#evaluation.ask(settings);
  }

  #reset(): void {
    this.#panel.reset();
    this.#options.reset?.(this.settings);
    this.refresh();
  }
}
