import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { pointerIn, setAttributes, svg } from '../shared/svg.js';
import { bound, inputs } from './protocol.js';

const size = 120;
const [low, high] = [-2, 4];
const x = (value: number): number => ((value + bound) / (2 * bound)) * size;
const y = (value: number): number => size - ((value - low) / (high - low)) * size;

/** One activation in small: its curve, its derivative, and a dot at the sum. */
export class SmallPlot {
  readonly element: HTMLElement;
  readonly #curve = svg('polyline', { class: 'curve' });
  readonly #slopes = svg('polyline', { class: 'derivative' });
  readonly #dot = svg('circle', { class: 'dot', r: 5 });
  readonly #value = html('span', {});

  /** @param onSum - the reader points at a sum */
  constructor(name: string, onSum: (sum: number) => void, signal: AbortSignal) {
    const picture = svg(
      'svg',
      { viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true', class: 'small' },
      svg('line', { class: 'zero', x1: 0, x2: size, y1: y(0), y2: y(0) }),
      svg('line', { class: 'zero', x1: x(0), x2: x(0), y1: 0, y2: size }),
      this.#slopes,
      this.#curve,
      this.#dot,
    );
    const point = (event: PointerEvent): void =>
      onSum(Math.max(-bound, Math.min(bound, (pointerIn(picture, event).x / size - 0.5) * 2 * bound)));
    picture.addEventListener(
      'pointerdown',
      (event) => {
        picture.setPointerCapture(event.pointerId);
        point(event);
      },
      { signal },
    );
    picture.addEventListener(
      'pointermove',
      (event) => {
        if (picture.hasPointerCapture(event.pointerId)) point(event);
      },
      { signal },
    );
    this.element = html(
      'figure',
      { 'data-activation': name },
      picture,
      html('figcaption', {}, html('b', {}, name), ' ', this.#value),
    );
  }

  show(sum: number, curve: Float32Array, slopes: Float32Array, output: number, slope: number): void {
    const points = (values: Float32Array): string =>
      inputs.map((at, i) => `${x(at).toFixed(1)},${y(values[i] as number).toFixed(1)}`).join(' ');
    setAttributes(this.#curve, { points: points(curve) });
    setAttributes(this.#slopes, { points: points(slopes) });
    setAttributes(this.#dot, { cx: x(sum), cy: y(output) });
    this.#value.textContent = `g ${showFixed(output, 3)}, g′ ${showFixed(slope, 3)}`;
  }
}
