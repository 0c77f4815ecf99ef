import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import type { Figures } from './figures.js';
import { type NetName, weightBound } from './protocol.js';
import { sub } from './rule.js';
import { type SubStep, sourcesOf, unitsOf } from './steps.js';

/** How far an arrow key moves a weight. */
const keyStep = 0.05;

/** The same net in matrices: a weight a cell, rows by where it comes from, columns by where it goes. */
export class Matrices {
  readonly element = html('div', { class: 'matrices' });
  readonly #onWeight: (layer: number, index: number, value: number) => void;
  #net: NetName | undefined;
  /** Shows one number or more anew. */
  #updates: ((figures: Figures) => void)[] = [];
  readonly #cells = new Map<string, HTMLElement>();

  /** @param onWeight - the reader sets a weight: its layer, its place in the matrix */
  constructor(onWeight: (layer: number, index: number, value: number) => void) {
    this.#onWeight = onWeight;
  }

  show(figures: Figures, net: NetName, step: SubStep): void {
    if (this.#net !== net) this.#build(net);
    for (const update of this.#updates) update(figures);
    const now = step.kind === 'update' ? `${step.from}.${step.to}` : '';
    for (const [name, cell] of this.#cells) cell.classList.toggle('lit', name === now);
  }

  #build(net: NetName): void {
    this.#net = net;
    this.#updates = [];
    this.#cells.clear();
    const [, hidden, outputs] = unitsOf(net);
    this.element.replaceChildren(
      this.#table(net, 0, hidden, 'W of the hidden layer'),
      this.#table(net, 1, outputs, 'W of the output layer'),
      html(
        'p',
        {},
        'Weights can be set. Below each: + its change α · a · Δ, ∂ the gradient, ≈ the gradient as nudging measures it, → the weight after the step.',
      ),
    );
  }

  #table(net: NetName, layer: number, units: readonly number[], title: string): HTMLElement {
    const rows = [0, ...sourcesOf(net, units[0] as number)];
    return html(
      'table',
      {},
      html('caption', {}, title),
      html(
        'thead',
        {},
        html(
          'tr',
          {},
          html('td', {}),
          ...units.map((unit) => html('th', { scope: 'col' }, `Δ${sub(unit)} `, this.#live(`delta.${unit}`))),
        ),
      ),
      html(
        'tbody',
        {},
        ...rows.map((from, row) =>
          html(
            'tr',
            {},
            html('th', { scope: 'row' }, `a${sub(from)} `, from === 0 ? '1' : this.#live(`a.${from}`)),
            ...units.map((to, column) => this.#cell(layer, row * units.length + column, from, to)),
          ),
        ),
      ),
    );
  }

  #cell(layer: number, index: number, from: number, to: number): HTMLElement {
    const name = `${from}.${to}`;
    const field = html('input', {
      type: 'text',
      inputMode: 'decimal',
      class: 'field',
      'aria-label': `weight w${sub(from, to)}, from ${from === 0 ? 'the bias' : `unit ${from}`} to unit ${to}`,
      'data-of': `w.${name}`,
    });
    let current = 0;
    const take = (value: number): void => {
      const limited = Math.max(-weightBound, Math.min(weightBound, Number(value.toPrecision(6))));
      if (Number.isFinite(limited)) current = limited;
      field.value = showNumber(current, 4);
      this.#onWeight(layer, index, current);
    };
    field.addEventListener('change', () => {
      const text = field.value.trim().replace('−', '-').replace(',', '.');
      take(text === '' ? Number.NaN : Number(text));
    });
    field.addEventListener('keydown', (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (steps === undefined) return;
      event.preventDefault();
      take(current + steps * keyStep * (event.shiftKey ? 10 : 1));
    });
    this.#updates.push((figures) => {
      const value = figures.get(`w.${name}`) as number;
      field.dataset.exact = String(value);
      // What the reader types is left alone until it is taken.
      const isTyped = document.activeElement === field && field.value !== showNumber(current, 4);
      if (isTyped) return;
      current = Number(value.toPrecision(6));
      field.value = showNumber(value, 4);
    });
    const line = (kind: string, text: string, of: string): HTMLElement =>
      html('span', { class: kind }, html('span', { class: 'what' }, text), this.#live(`${of}.${name}`));
    const cell = html(
      'td',
      {},
      field,
      line('line', '+', 'change'),
      line('line', '∂', 'gradient'),
      line('line', '≈', 'nudged'),
      line('line new', '→', 'next'),
    );
    this.#cells.set(name, cell);
    return cell;
  }

  #live(name: string): HTMLElement {
    const span = html('span', { 'data-of': name });
    this.#updates.push((figures) => {
      const value = figures.get(name) as number;
      span.dataset.exact = String(value);
      span.textContent = showFixed(value, 4);
    });
    return span;
  }
}
