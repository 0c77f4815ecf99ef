import { showFixed } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';

const names = ['w₀ · 1', 'w₁ · a₁', 'w₂ · a₂', 'in'] as const;
const width = 360;
const rowHeight = 30;
const left = 62;
const right = 300;

/** The weighted sum as a waterfall: every term begins where the one before ended. */
export class SumBar {
  readonly picture = svg('svg', {
    viewBox: `0 0 ${width} ${names.length * rowHeight + 6}`,
    role: 'img',
    'aria-label': 'The terms of the weighted sum, one after another',
  });
  readonly #zero = svg('line', { class: 'zero', y1: 0, y2: names.length * rowHeight + 6 });
  readonly #bars = names.map(() => svg('rect', { height: rowHeight - 10 }));
  readonly #values = names.map((_, i) =>
    svg('text', { class: 'value', x: width - 4, y: i * rowHeight + 21, 'text-anchor': 'end' }),
  );

  constructor() {
    this.picture.append(this.#zero);
    names.forEach((name, i) => {
      this.picture.append(
        svg('text', { class: 'value', x: 4, y: i * rowHeight + 21 }, name),
        this.#bars[i] as SVGElement,
        this.#values[i] as SVGElement,
      );
    });
  }

  show(terms: Float32Array, sum: number): void {
    const ends: [number, number][] = [];
    let reached = 0;
    for (const term of terms) {
      ends.push([reached, reached + term]);
      reached += term;
    }
    ends.push([0, sum]);
    const most = Math.max(...ends.flat().map(Math.abs));
    const bound = [2, 4, 8, 16, 32].find((each) => each >= most) ?? most;
    const x = (value: number): number => left + ((value + bound) / (2 * bound)) * (right - left);
    setAttributes(this.#zero, { x1: x(0), x2: x(0) });
    ends.forEach(([from, to], i) => {
      setAttributes(this.#bars[i] as SVGElement, {
        x: x(Math.min(from, to)),
        width: Math.max(1, Math.abs(x(to) - x(from))),
        y: i * rowHeight + 6,
        class: to < from ? 'negative' : 'positive',
      });
      (this.#values[i] as SVGElement).textContent = showFixed(to - from, 2);
    });
  }
}
