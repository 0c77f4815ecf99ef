import { html } from '../../shared/element.js';
import { showNumber } from '../../shared/numbers.js';
import type { NumberPlace } from '../worker/messages.js';

/** A small card beside the pointer that tells a weight or a bias, and takes another. */
export class HoverCard {
  readonly element = html('div', { class: 'hover-card', hidden: true });
  readonly #text = html('span', {});
  readonly #field = html('input', { type: 'number', step: 'any', hidden: true });
  readonly #read: (place: NumberPlace) => number;
  #place: NumberPlace | undefined;
  #isEditing = false;

  constructor(
    read: (place: NumberPlace) => number,
    onEdit: (place: NumberPlace, value: number) => void,
    signal: AbortSignal,
  ) {
    this.#read = read;
    this.element.append(this.#text, this.#field);
    this.#field.addEventListener(
      'input',
      () => {
        const value = this.#field.valueAsNumber;
        if (this.#place && Number.isFinite(value)) onEdit(this.#place, value);
      },
      { signal },
    );
    this.#field.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Enter' || key === 'Escape') this.#close();
      },
      { signal },
    );
    this.#field.addEventListener('blur', () => this.#close(), { signal });
  }

  /** Tells the number that is pointed at; undefined for none. */
  point(place: NumberPlace | undefined, at: { x: number; y: number }): void {
    if (this.#isEditing) return;
    this.#place = place;
    this.element.hidden = !place;
    if (!place) return;
    this.#moveTo(at);
    this.refresh();
  }

  /** Tells it again, after an epoch. */
  refresh(): void {
    if (!this.#place || this.#isEditing) return;
    const name = this.#place.from === undefined ? 'Bias' : 'Weight';
    this.#text.textContent = `${name} is ${showNumber(this.#read(this.#place), 2)}`;
  }

  edit(place: NumberPlace, at: { x: number; y: number }): void {
    this.point(place, at);
    this.#isEditing = true;
    this.#text.textContent = place.from === undefined ? 'Bias: ' : 'Weight: ';
    this.#field.setAttribute('aria-label', place.from === undefined ? 'Bias' : 'Weight');
    this.#field.hidden = false;
    this.#field.value = String(Number(this.#read(place).toPrecision(3)));
    this.#field.focus();
    this.#field.select();
  }

  #close(): void {
    if (!this.#isEditing) return;
    this.#isEditing = false;
    this.#field.hidden = true;
    this.#place = undefined;
    this.element.hidden = true;
  }

  #moveTo({ x, y }: { x: number; y: number }): void {
    const parent = this.element.parentElement?.getBoundingClientRect();
    if (!parent) return;
    this.element.style.left = `${Math.min(x - parent.left + 14, parent.width - 170)}px`;
    this.element.style.top = `${y - parent.top + 14}px`;
  }
}
