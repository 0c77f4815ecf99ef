import { html } from '../element.js';
import type { Control, ControlElement, ValueOf } from './control.js';

/** What they are set to. */
export type StateOf<C> = { readonly [K in keyof C]: ValueOf<C[K]> };

/** All controls of a demo in one place, and what they are set to. */
export class ControlPanel<const C extends Record<string, unknown>> {
  readonly element = html('div', { class: 'controls', role: 'group', 'aria-label': 'settings' });
  readonly #controls: Record<keyof C, Control<unknown>>;
  readonly #elements: Record<keyof C, ControlElement<unknown>>;
  #state: StateOf<C>;

  /** @param changed - what is set now, and by which control, each time that the reader sets one */
  constructor(controls: C, changed: (state: StateOf<C>, name: keyof C) => void) {
    this.#controls = controls as Record<keyof C, Control<unknown>>;
    const entries = Object.entries(this.#controls) as [keyof C & string, Control<unknown>][];
    this.#state = Object.fromEntries(entries.map(([name, { initial }]) => [name, initial])) as StateOf<C>;
    this.#elements = Object.fromEntries(
      entries.map(([name, control]) => {
        const set = (value: unknown): void => {
          this.#state = { ...this.#state, [name]: value };
          changed(this.#state, name);
        };
        return [name, control.create(name, set)];
      }),
    ) as Record<keyof C, ControlElement<unknown>>;
    this.element.append(...Object.values(this.#elements).map(({ element }) => element));
  }

  get state(): StateOf<C> {
    return this.#state;
  }

  /** Sets some, as if the reader had not: nobody is told. */
  show(values: Partial<StateOf<C>>): void {
    this.#state = { ...this.#state, ...values };
    for (const [name, value] of Object.entries(values)) this.#elements[name as keyof C].show(value);
  }

  /** Back to how the figure began. */
  reset(): void {
    const initial = Object.entries(this.#controls).map(([name, control]) => [name, control.initial]);
    this.show(Object.fromEntries(initial));
  }

  setDisabled(name: keyof C, isDisabled: boolean, reason?: string): void {
    this.#elements[name].setDisabled(isDisabled, reason);
  }

  /** Which controls do nothing just now, by the reason why; undefined for those that do. */
  showIdle(reasons: { readonly [N in keyof C]?: string | undefined }): void {
    for (const [name, reason] of Object.entries(reasons))
      this.setDisabled(name, reason !== undefined, reason as string);
  }

  /** What differs from how the figure began, as texts for a link. */
  toTexts(): Record<string, string> {
    return Object.fromEntries(
      (Object.entries(this.#controls) as [keyof C & string, Control<unknown>][])
        .filter(([name, { initial }]) => this.#state[name] !== initial)
        .map(([name, control]) => [name, control.toText(this.#state[name] as never)]),
    );
  }

  /** Takes over texts of a link; names and texts that mean nothing here are passed over. */
  fromTexts(texts: Readonly<Record<string, string>>): void {
    const values = Object.entries(this.#controls).flatMap(([name, control]) => {
      const value = Object.hasOwn(texts, name) ? control.fromText(texts[name] as string) : undefined;
      return value === undefined ? [] : [[name, value]];
    });
    this.show(Object.fromEntries(values));
  }
}
