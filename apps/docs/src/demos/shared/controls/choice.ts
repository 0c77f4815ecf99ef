import { html } from '../element.js';
import type { Control } from './control.js';

/** One of several, in a list that opens: values in order, and what the reader sees of each. */
export function choice<const K extends string>(options: {
  readonly label: string;
  readonly options: readonly (readonly [value: K, text: string])[];
  readonly value: NoInfer<K>;
}): Control<K> {
  const { label, options: values, value: initial } = options;
  return {
    initial,
    toText: (value) => value,
    fromText: (text) => values.find(([value]) => value === text)?.[0],
    create(name, changed) {
      const select = html('select', { name });
      for (const [value, text] of values) select.append(html('option', { value }, text));
      select.value = initial;
      select.addEventListener('input', () => changed(select.value as K));
      const element = html(
        'label',
        { class: 'control choice' },
        html('span', { class: 'name' }, label),
        select,
      );
      return {
        element,
        show(value) {
          select.value = value;
        },
        setDisabled(isDisabled, reason = '') {
          select.disabled = isDisabled;
          element.title = isDisabled ? reason : '';
        },
      };
    },
  };
}
