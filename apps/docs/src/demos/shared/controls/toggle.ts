import { html } from '../element.js';
import type { Control } from './control.js';

/** Something that is on or off, as a button that stays pressed. */
export function toggle(options: { readonly label: string; readonly value?: boolean }): Control<boolean> {
  const { label, value: initial = false } = options;
  return {
    initial,
    toText: (value) => (value ? '1' : '0'),
    fromText: (text) => ({ 1: true, true: true, 0: false, false: false })[text],
    create(name, changed) {
      const button = html('button', { type: 'button', name, class: 'control toggle' }, label);
      const show = (value: boolean): void => button.setAttribute('aria-pressed', String(value));
      button.addEventListener('click', () => {
        const value = button.getAttribute('aria-pressed') !== 'true';
        show(value);
        changed(value);
      });
      show(initial);
      return {
        element: button,
        show,
        setDisabled(isDisabled, reason = '') {
          button.disabled = isDisabled;
          button.title = isDisabled ? reason : '';
        },
      };
    },
  };
}
