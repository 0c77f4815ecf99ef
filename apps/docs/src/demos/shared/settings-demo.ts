import { ControlPanel, type StateOf } from './controls/panel.js';
import { html } from './element.js';
import { copyLinkButton, stateInLink } from './link.js';
import { NumberList } from './number-list.js';
import { Status } from './status.js';

/** What a demo that computes at once, and does not train, is made of. */
export interface SettingsDemoOptions<C, K extends string> {
  /** For links. */
  readonly name: string;
  readonly controls: C;
  readonly figures: readonly Node[];
  /** Besides reset and the link. */
  readonly buttons?: readonly HTMLElement[];
  readonly numbers: Readonly<Record<K, string>>;
  /** Computes and draws for what is set; gives the numbers below, and what is seen in a sentence. */
  show(state: StateOf<C>): { readonly numbers: Readonly<Record<K, string>>; readonly sentence: string };
  /** The reader set a control, before it is shown. */
  onControl?(state: StateOf<C>, name: keyof C): void;
  /** Where what is set cannot be: what else gives way. The named control was set last, none by a link. */
  amend?(state: StateOf<C>, name?: keyof C): Partial<StateOf<C>>;
  /** Controls that do nothing as it is set, and why. */
  idle?(state: StateOf<C>): { readonly [N in keyof C]?: string | undefined };
  /** Puts back what is set in the figures; the controls are put back too. */
  reset(state: StateOf<C>): void;
  /** What the reader set in the figures, for links, and back. */
  toTexts?(state: StateOf<C>): Record<string, string>;
  fromTexts?(texts: Readonly<Record<string, string>>, state: StateOf<C>): void;
}

/** A demo with settings and without a transport: figures, controls, numbers, a sentence, reset, a link. */
export class SettingsDemo<const C extends Record<string, unknown>, K extends string> {
  readonly panel: ControlPanel<C>;
  readonly #options: SettingsDemoOptions<C, K>;
  readonly #status = new Status();
  readonly #numbers: NumberList<K>;

  constructor(root: HTMLElement, signal: AbortSignal, options: SettingsDemoOptions<C, K>) {
    const { name, controls, figures, buttons = [], numbers } = options;
    this.#options = options;
    this.#numbers = new NumberList(numbers);
    this.panel = new ControlPanel(controls, (state, changed) => {
      this.panel.show(options.amend?.(state, changed) ?? {});
      options.onControl?.(this.panel.state, changed);
      this.refresh();
    });
    const texts = stateInLink(name) ?? {};
    this.panel.fromTexts(texts);
    this.panel.show(options.amend?.(this.panel.state) ?? {});
    options.fromTexts?.(texts, this.panel.state);
    const reset = html('button', { type: 'button', 'data-action': 'reset' }, 'Reset');
    reset.addEventListener(
      'click',
      () => {
        this.panel.reset();
        options.reset(this.panel.state);
        this.refresh();
      },
      { signal },
    );
    const share = copyLinkButton(
      name,
      () => ({ ...this.panel.toTexts(), ...options.toTexts?.(this.panel.state) }),
      (text) => this.#status.say(text),
      signal,
    );
    root.replaceChildren(
      ...figures,
      this.panel.element,
      html('div', { class: 'transport', role: 'group', 'aria-label': 'demo' }, ...buttons, reset, share),
      this.#numbers.element,
      this.#status.element,
      html('p', { class: 'backend' }, 'Computed in this page by Descent, on one thread.'),
    );
    this.refresh();
  }

  /** Computes and draws anew, after the reader did something in a figure. */
  refresh(): void {
    const { numbers, sentence } = this.#options.show(this.panel.state);
    const idle = Object.entries(this.#options.idle?.(this.panel.state) ?? {}) as [
      keyof C,
      string | undefined,
    ][];
    for (const [name, reason] of idle) this.panel.setDisabled(name, reason !== undefined, reason);
    this.#numbers.show(numbers);
    this.#status.say(sentence);
  }
}
