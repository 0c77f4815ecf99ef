import { draggable } from '../shared/drag.js';
import { showFixed } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, classCount, type View } from './protocol.js';

const [width, height, top, bottom] = [360, 240, 14, 206];
const middle = (top + bottom) / 2;
const unit = (bottom - top) / 2 / bound;
const column = width / classCount;

/** For each class its logit, to be dragged up and down, with the pull of the loss, and its probability as a bar. */
export class ClassBars {
  readonly picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    role: 'group',
    'aria-label': 'Logits and probabilities of three classes',
  });
  readonly #bars = this.#each(() => svg('rect', { class: 'positive', width: 30 }));
  readonly #values = this.#each(() => svg('text', { class: 'value', 'text-anchor': 'middle' }));
  readonly #pulls = this.#each(() => svg('line', { class: 'log-step' }));
  readonly #names = this.#each((i) =>
    svg('text', { class: 'value', x: (i + 0.5) * column, y: height - 8, 'text-anchor': 'middle' }),
  );
  readonly #handles: readonly SVGGElement[];
  #logits: readonly number[] = [];

  /** @param onLogit - the reader moves one */
  constructor(onLogit: (index: number, logit: number) => void, signal: AbortSignal) {
    this.picture.append(svg('line', { class: 'zero', x1: 0, x2: width, y1: middle, y2: middle }));
    this.#handles = this.#each((i) => {
      const x = i * column + 34;
      const handle = svg(
        'g',
        { tabindex: 0, role: 'button', class: 'handle' },
        svg('circle', { r: 18, class: 'target' }),
        svg('rect', { x: -7, y: -7, width: 14, height: 14 }),
      );
      const move = (logit: number): void =>
        onLogit(i, Math.round(20 * Math.max(-bound, Math.min(bound, logit))) / 20);
      draggable(handle, {
        picture: this.picture,
        signal,
        onMove: (place) => move((middle - place.y) / unit),
        onArrow: (_dx, dy) => move((this.#logits[i] as number) + dy / 10),
      });
      this.picture.append(
        svg('line', { class: 'grip', x1: x, x2: x, y1: top, y2: bottom }),
        this.#bars[i] as SVGElement,
        this.#values[i] as SVGElement,
        this.#pulls[i] as SVGElement,
        this.#names[i] as SVGElement,
        handle,
      );
      return handle;
    });
  }

  /** Where the handles are. */
  showLogits(logits: readonly number[]): void {
    this.#logits = logits;
    this.#handles.forEach((handle, i) => {
      const logit = logits[i] as number;
      setAttributes(handle, {
        transform: `translate(${i * column + 34} ${(middle - logit * unit).toFixed(2)})`,
        'aria-label': `logit of class ${i + 1}: ${logit.toFixed(2)}; up and down arrow keys change it`,
      });
    });
  }

  /** @param right - which class is right, from 0 */
  show({ probabilities, slopes }: View, logits: readonly number[], right: number): void {
    for (let i = 0; i < classCount; i++) {
      const [p, slope, logit] = [probabilities[i], slopes[i], logits[i]] as [number, number, number];
      const tall = p * (bottom - top - 20);
      setAttributes(this.#bars[i] as SVGElement, {
        x: i * column + 66,
        y: bottom - tall,
        height: Math.max(0.5, tall),
      });
      setAttributes(this.#values[i] as SVGElement, { x: i * column + 81, y: bottom - tall - 5 });
      (this.#values[i] as SVGElement).textContent = showFixed(p, 2);
      const x = i * column + 34;
      // Downhill: a pull of 1 is as long as two units of the logit.
      const y = middle - logit * unit;
      setAttributes(this.#pulls[i] as SVGElement, { x1: x, x2: x, y1: y, y2: y + 2 * slope * unit });
      (this.#names[i] as SVGElement).textContent = i === right ? `class ${i + 1}, right` : `class ${i + 1}`;
    }
  }

  #each<T>(make: (i: number) => T): T[] {
    return Array.from({ length: classCount }, (_, i) => make(i));
  }
}
