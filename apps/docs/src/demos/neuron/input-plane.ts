import { inner, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { showFixed } from '../shared/numbers.js';
import { SignMap } from '../shared/sign-map.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, dataPoints, mapSize, type Settings } from './protocol.js';

/** What the reader does in the plane. */
export interface InputPlaneEvents {
  onInput(a1: number, a2: number): void;
  onWeights(w1: number, w2: number): void;
  onBias(w0: number): void;
}

const limited = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));
/** As fine as the sliders. */
const rounded = (value: number): number => Math.round(value * 20) / 20;

/** Weights and the bias reach this far; the bias can outweigh both inputs. */
export const weightBound = 2;
export const biasBound = 9;

/** The inputs as a plane: the neuron's answer as colour, its weights as an arrow, its bias as where its line lies. */
export class InputPlane {
  readonly #plane = plane({
    label: 'The neuron over the plane of its inputs',
    xTitle: 'a₁',
    yTitle: 'a₂',
    xBound: bound,
    yBound: bound,
  });
  readonly #map = new SignMap(this.#plane);
  readonly element = this.#map.element;
  readonly #line = svg('line', { class: 'edge' });
  readonly #arrow = svg('line', { class: 'weights' });
  readonly #data = svg('g', { class: 'examples' });
  readonly #input = mark('point', svg('circle', { r: 7 }));
  readonly #head = mark('handle', svg('circle', { r: 6, class: 'head' }));
  readonly #foot = mark('handle', svg('rect', { x: -5, y: -5, width: 10, height: 10 }));
  #settings: Settings | undefined;

  constructor(events: InputPlaneEvents, signal: AbortSignal) {
    const { picture } = this.#plane;
    for (const [x, y] of dataPoints)
      this.#data.append(svg('circle', { cx: this.#plane.x(x), cy: this.#plane.y(y), r: 3 }));
    const clip = svg('clipPath', { id: 'neuron-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    const clipped = svg('g', { 'clip-path': 'url(#neuron-inner)' }, this.#line, this.#data, this.#arrow);
    picture.append(clip, clipped, this.#foot, this.#head, this.#input);
    const place = (x: number, y: number, limit: number): [number, number] => [
      rounded(limited(x, limit)),
      rounded(limited(y, limit)),
    ];
    draggable(this.#input, {
      picture,
      signal,
      onMove: (at) => {
        const { x, y } = this.#plane.invert(at);
        events.onInput(...place(x, y, bound));
      },
      onArrow: (dx, dy) => {
        const { a1, a2 } = this.#settings as Settings;
        events.onInput(...place(a1 + dx / 10, a2 + dy / 10, bound));
      },
    });
    draggable(this.#head, {
      picture,
      signal,
      onMove: (at) => {
        const { x, y } = this.#plane.invert(at);
        events.onWeights(...place(x, y, weightBound));
      },
      onArrow: (dx, dy) => {
        const { w1, w2 } = this.#settings as Settings;
        events.onWeights(...place(w1 + dx / 10, w2 + dy / 10, weightBound));
      },
    });
    draggable(this.#foot, {
      picture,
      signal,
      // The line through the pointer: in = 0 there.
      onMove: (at) => {
        const { x, y } = this.#plane.invert(at);
        const { w1, w2 } = this.#settings as Settings;
        events.onBias(rounded(limited(-(w1 * x + w2 * y), biasBound)));
      },
      onArrow: (dx, dy) => {
        const { w0 } = this.#settings as Settings;
        events.onBias(rounded(limited(w0 + (dx + dy) / 10, biasBound)));
      },
    });
  }

  /** Where the handles are. */
  showHandles(settings: Settings): void {
    this.#settings = settings;
    const { a1, a2, w0, w1, w2 } = settings;
    this.#place(
      this.#input,
      a1,
      a2,
      `inputs a₁ ${showFixed(a1, 2)}, a₂ ${showFixed(a2, 2)}; arrow keys change them`,
    );
    this.#place(
      this.#head,
      w1,
      w2,
      `weights w₁ ${showFixed(w1, 2)}, w₂ ${showFixed(w2, 2)}; arrow keys change them`,
    );
    const { x, y } = this.#plane;
    setAttributes(this.#arrow, { x1: x(0), y1: y(0), x2: x(w1), y2: y(w2) });
    const length = Math.hypot(w1, w2);
    // The line in = 0 is −w0/|w| along the arrow from the origin.
    const away = length === 0 ? 0 : -w0 / length;
    const [ux, uy] = length === 0 ? [1, 0] : [w1 / length, w2 / length];
    const shown = limited(away, bound - 0.1);
    this.#foot.classList.toggle('outside', shown !== away);
    this.#place(this.#foot, shown * ux, shown * uy, `bias w₀ ${showFixed(w0, 2)}; arrow keys change it`);
    const far = 3 * bound;
    setAttributes(this.#line, {
      x1: x(away * ux - far * uy),
      y1: y(away * uy + far * ux),
      x2: x(away * ux + far * uy),
      y2: y(away * uy - far * ux),
      visibility: length === 0 ? 'hidden' : 'visible',
    });
  }

  /** @param isAlive - which examples have a slope */
  showMap(values: Float32Array, limit: number, isAlive: readonly boolean[]): void {
    this.#map.show({ values, size: mapSize }, limit);
    isAlive.forEach((alive, i) => {
      this.#data.children[i]?.classList.toggle('dead', !alive);
    });
    this.element.classList.toggle('dead', !isAlive.includes(true));
  }

  #place(element: SVGElement, x: number, y: number, label: string): void {
    setAttributes(element, {
      transform: `translate(${this.#plane.x(x).toFixed(2)} ${this.#plane.y(y).toFixed(2)})`,
      'aria-label': label,
    });
  }
}

function mark(kind: string, shape: SVGElement): SVGGElement {
  return svg(
    'g',
    { tabindex: 0, role: 'button', class: kind },
    svg('circle', { r: 16, class: 'target' }),
    shape,
  );
}
