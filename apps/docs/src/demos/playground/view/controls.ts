import { html } from '../../shared/element.js';
import type { State } from '../state/state.js';

/** What is set by the reader's controls. */
export type Change = (change: Partial<State>) => void;

/** Something on the page that shows a part of the state. */
export interface Shown {
  readonly element: HTMLElement;
  show(state: State): void;
}

type NumberName = { [K in keyof State]: State[K] extends number ? K : never }[keyof State];
type FlagName = { [K in keyof State]: State[K] extends boolean ? K : never }[keyof State];
type TextName = { [K in keyof State]: State[K] extends string ? K : never }[keyof State];

/** One of several, in a list that opens. A link's value that is not among them is added. */
export function select<K extends NumberName | TextName>(
  name: K,
  label: string,
  options: readonly (readonly [value: State[K], text: string])[],
  change: Change,
): Shown {
  const list = html('select', { name });
  const add = (value: unknown, text: string): void =>
    list.append(html('option', { value: String(value) }, text));
  for (const [value, text] of options) add(value, text);
  list.addEventListener('input', () => {
    const chosen = options.find(([value]) => String(value) === list.value)?.[0] ?? Number(list.value);
    change({ [name]: chosen } as Partial<State>);
  });
  return {
    element: html(
      'label',
      { class: 'control', 'data-ui': name },
      html('span', { class: 'name' }, label),
      list,
    ),
    show(state) {
      const value = String(state[name]);
      if (![...list.options].some((option) => option.value === value)) add(value, value);
      list.value = value;
    },
  };
}

/** A number in a range. */
export function range(
  name: NumberName,
  label: string,
  bounds: { readonly min: number; readonly max: number; readonly step: number; readonly unit?: string },
  change: Change,
): Shown {
  const { min, max, step, unit = '' } = bounds;
  const input = html('input', {
    type: 'range',
    name,
    min: String(min),
    max: String(max),
    step: String(step),
  });
  const text = html('output', {});
  input.addEventListener('input', () => {
    text.textContent = `${input.value}${unit}`;
    change({ [name]: Number(input.value) });
  });
  return {
    element: html(
      'label',
      { class: 'control slider', 'data-ui': name },
      html('span', { class: 'name' }, `${label}: `, text),
      input,
    ),
    show(state) {
      // A link may go beyond the slider's end.
      input.max = String(Math.max(max, state[name]));
      input.value = String(state[name]);
      text.textContent = `${state[name]}${unit}`;
      input.setAttribute('aria-valuetext', text.textContent);
    },
  };
}

/** Something that is on or off. */
export function checkBox(name: FlagName, label: string, change: Change): Shown {
  const input = html('input', { type: 'checkbox', name });
  input.addEventListener('input', () => change({ [name]: input.checked }));
  return {
    element: html('label', { class: 'check', 'data-ui': name }, input, ` ${label}`),
    show(state) {
      input.checked = state[name];
    },
  };
}

/** A button that does something once. */
export function button(
  text: string,
  act: () => void,
  attributes: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const made = html('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}
