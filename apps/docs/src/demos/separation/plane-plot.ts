import { inner, plane } from '../shared/axes.js';
import { PointMarks } from '../shared/class-points.js';
import { draggable } from '../shared/drag.js';
import { SignMap } from '../shared/sign-map.js';
import { pointerIn, setAttributes, svg } from '../shared/svg.js';
import { bound, mapSize } from './protocol.js';

/** A logit this large has the full colour. */
const limit = 4;

/** The plane of the inputs: the net's answers, the points, and the line of every neuron of the first hidden layer. */
export class PlanePlot {
  readonly #plane = plane({
    label: 'The plane of the inputs, with points of two classes and what the net answers',
    xTitle: 'a₁',
    yTitle: 'a₂',
    xBound: bound,
    yBound: bound,
  });
  readonly #map = new SignMap(this.#plane);
  readonly element = this.#map.element;
  readonly #lines = svg('g', { class: 'neuron-lines', 'aria-hidden': 'true' });
  readonly #marks = new PointMarks(this.#plane);
  readonly #pen = svg(
    'g',
    { tabindex: 0, role: 'button', class: 'handle pen' },
    svg('circle', { r: 16, class: 'target' }),
    svg('path', { d: 'M-7 0h14M0 -7v14' }),
  );
  #at = { x: 0, y: 0 };

  /** @param onPoint - the reader puts a point */
  constructor(onPoint: (x: number, y: number) => void, signal: AbortSignal) {
    const { picture, ground } = this.#plane;
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    const clip = svg('clipPath', { id: 'separation-inner' }, svg('rect', area));
    ground.append(svg('rect', { ...area, class: 'ground' }));
    picture.append(
      clip,
      svg('g', { 'clip-path': 'url(#separation-inner)' }, this.#lines, this.#marks.element),
      this.#pen,
    );
    picture.addEventListener(
      'click',
      (event) => {
        if ((event.target as Element).closest('.pen')) return;
        const { x, y } = this.#plane.invert(pointerIn(picture, event));
        if (Math.max(Math.abs(x), Math.abs(y)) <= bound) onPoint(x, y);
      },
      { signal },
    );
    draggable(this.#pen, {
      picture,
      signal,
      onMove: (place) => this.#movePen(this.#plane.invert(place)),
      onArrow: (dx, dy) => this.#movePen({ x: this.#at.x + dx / 5, y: this.#at.y + dy / 5 }),
    });
    this.#pen.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') onPoint(this.#at.x, this.#at.y);
      },
      { signal },
    );
    this.#movePen(this.#at);
  }

  /** @param lines - w1, w2, bias and the weight in the output, of each neuron */
  show(map: Float32Array, points: Float32Array, lines: Float32Array): void {
    this.#map.show({ values: map, size: mapSize }, limit);
    this.#marks.show(points);
    const { x, y } = this.#plane;
    const drawn: SVGElement[] = [];
    for (let i = 0; i < lines.length / 4; i++) {
      const [w1, w2, bias, out] = lines.subarray(4 * i, 4 * i + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      const size = Math.hypot(w1, w2);
      if (size < 1e-6) continue;
      const [ux, uy, away] = [w1 / size, w2 / size, -bias / size];
      const far = 3 * bound;
      drawn.push(
        svg('line', {
          class: out > 0 ? 'positive' : out < 0 ? 'negative' : '',
          x1: x(away * ux - far * uy),
          y1: y(away * uy + far * ux),
          x2: x(away * ux + far * uy),
          y2: y(away * uy - far * ux),
        }),
      );
      // On the line, where it is nearest to the middle, and a little to the side on which the neuron is on.
      if (Math.abs(away) < bound)
        drawn.push(
          svg(
            'text',
            { x: x((away + 0.35) * ux), y: y((away + 0.35) * uy) + 4, 'text-anchor': 'middle' },
            `${i + 1}`,
          ),
        );
    }
    this.#lines.replaceChildren(...drawn);
  }

  #movePen({ x, y }: { x: number; y: number }): void {
    const within = (value: number): number => Math.max(-bound, Math.min(bound, value));
    this.#at = { x: within(x), y: within(y) };
    setAttributes(this.#pen, {
      transform: `translate(${this.#plane.x(this.#at.x)} ${this.#plane.y(this.#at.y)})`,
      'aria-label': `pen at ${this.#at.x.toFixed(1)}, ${this.#at.y.toFixed(1)}; arrow keys move it, Enter puts a point`,
    });
  }
}
