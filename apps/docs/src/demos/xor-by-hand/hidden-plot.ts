import { inner, plane } from '../shared/axes.js';
import { PointMarks } from '../shared/class-points.js';
import { SignMap } from '../shared/sign-map.js';
import { setAttributes, svg } from '../shared/svg.js';
import { corners, hiddenBound, mapSize, type Settings } from './protocol.js';

/** The plane of the two hidden neurons, where one straight line has to do. */
export class HiddenPlot {
  readonly #plane = plane({
    label: 'The plane of the hidden neurons, with the line of the output',
    xTitle: 'h₁',
    yTitle: 'h₂',
    xBound: hiddenBound,
    yBound: hiddenBound,
  });
  readonly #map = new SignMap(this.#plane);
  readonly element = this.#map.element;
  readonly #marks = new PointMarks(this.#plane, 7);
  readonly #line = svg('line', { class: 'edge' });

  constructor() {
    const { picture } = this.#plane;
    picture.setAttribute('role', 'img');
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    const clip = svg('clipPath', { id: 'hidden-inner' }, svg('rect', area));
    picture.append(clip, svg('g', { 'clip-path': 'url(#hidden-inner)' }, this.#line, this.#marks.element));
  }

  /** @param hidden - h1 and h2 of every corner */
  show(hidden: Float32Array, values: Float32Array, { v1, v2, v0 }: Settings): void {
    this.#map.show({ values, size: mapSize }, 1);
    // Corners that land on one place are drawn side by side.
    const seen = new Map<string, number>();
    const placed = corners.flatMap(([, , label], i) => {
      const [h1, h2] = [hidden[2 * i] as number, hidden[2 * i + 1] as number];
      const key = `${h1.toFixed(1)} ${h2.toFixed(1)}`;
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return [h1 + 0.12 * before, h2, label];
    });
    this.#marks.show(placed);
    const { x, y } = this.#plane;
    const size = Math.hypot(v1, v2);
    if (size === 0) {
      setAttributes(this.#line, { visibility: 'hidden' });
      return;
    }
    const [ux, uy, away] = [v1 / size, v2 / size, -v0 / size];
    const far = 3 * hiddenBound;
    setAttributes(this.#line, {
      visibility: 'visible',
      x1: x(away * ux - far * uy),
      y1: y(away * uy + far * ux),
      x2: x(away * ux + far * uy),
      y2: y(away * uy - far * ux),
    });
  }
}
