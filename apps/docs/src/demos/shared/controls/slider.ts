import { html } from '../element.js';
import { showNumber } from '../numbers.js';
import type { Control } from './control.js';

/** What a slider needs to know. */
export interface SliderOptions {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  /** Smallest change; on a logarithmic scale of the decimal logarithm. Default: a hundredth of the way. */
  readonly step?: number;
  /** `'log'`: equal ways along the slider are equal factors; min is above 0. Default `'linear'`. */
  readonly scale?: 'linear' | 'log';
  /** Only whole numbers. Default false. */
  readonly whole?: boolean;
  /** Behind the number: `%`. */
  readonly unit?: string;
}

/** A number in a range: by slider, by the arrow keys, or typed into the field beside it. One value, three ways. */
export function slider(options: SliderOptions): Control<number> {
  const { label, min, max, value: initial, scale = 'linear', unit = '', whole = false } = options;
  const onScale = scale === 'log' ? Math.log10 : (value: number) => value;
  const offScale = scale === 'log' ? (place: number) => 10 ** place : (place: number) => place;
  const [low, high] = [onScale(min), onScale(max)];
  const step = options.step ?? (high - low) / 100;
  const limited = (value: number): number => Math.min(max, Math.max(min, whole ? Math.round(value) : value));
  /** On a logarithmic scale two digits are as fine as a reader sets them. */
  const rounded = (value: number): number => Number(value.toPrecision(scale === 'log' ? 2 : 6));

  const fromText = (text: string): number | undefined => {
    const value = Number(text.replace('−', '-').replace(unit, ''));
    return text.trim() !== '' && Number.isFinite(value) ? limited(value) : undefined;
  };
  return {
    initial,
    toText: (value) => String(value),
    fromText,
    create(name, changed) {
      const range = html('input', { type: 'range', name, min: low, max: high, step, 'aria-label': label });
      const field = html('input', {
        type: 'text',
        inputMode: 'decimal',
        class: 'field',
        'aria-label': `${label}, as a number`,
      });
      let current = initial;
      const show = (value: number): void => {
        current = value;
        range.value = String(onScale(value));
        field.value = `${showNumber(value)}${unit}`;
        range.setAttribute('aria-valuetext', field.value);
      };
      range.addEventListener('input', () => {
        const value = limited(rounded(offScale(Number(range.value))));
        show(value);
        changed(value);
      });
      // A number that means nothing leaves the one before.
      field.addEventListener('change', () => {
        const value = fromText(field.value) ?? current;
        show(value);
        changed(value);
      });
      show(initial);
      const element = html(
        'div',
        { class: 'control slider' },
        html('span', { class: 'name' }, label, ' ', field),
        range,
      );
      return {
        element,
        show,
        setDisabled(isDisabled, reason = '') {
          range.disabled = field.disabled = isDisabled;
          element.title = isDisabled ? reason : '';
        },
      };
    },
  };
}
