import { showFixed } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';

const [width, height, most] = [360, 40, 4];

/** What training makes small, as one bar of two parts: the loss on the data, and what the penalty adds. */
export class CostBar {
  readonly #loss = svg('rect', { class: 'positive', x: 0, y: 20, height: 18 });
  readonly #complexity = svg('rect', { class: 'negative', y: 20, height: 18 });
  readonly #text = svg('text', { class: 'value', x: 0, y: 14 });
  readonly picture = svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': 'loss and complexity, one behind the other',
    },
    this.#loss,
    this.#complexity,
    this.#text,
  );

  show(loss: number, complexity: number): void {
    const scale = width / most;
    const [first, second] = [Math.min(width, loss * scale), Math.max(0, complexity * scale)];
    setAttributes(this.#loss, { width: first });
    setAttributes(this.#complexity, { x: first, width: Math.min(width - first, second) });
    this.#text.textContent = `loss ${showFixed(loss)} + complexity ${showFixed(complexity)} = ${showFixed(loss + complexity)}`;
  }
}
