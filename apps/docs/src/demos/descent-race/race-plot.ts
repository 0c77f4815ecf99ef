import { inner, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { type Grid, SurfaceMap } from '../shared/surface-map.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, type Place, racers } from './protocol.js';

/** Shapes of the racers' marks, around 0. */
const shapes = ['M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0', 'M0 -7L7 6H-7Z', 'M-6 -6H6V6H-6Z'] as const;
/** Numbers of a step in a path. */
export const stride = 2 * racers.length;

/** The loss of the plane, the ways of all racers over it, and the start, which can be dragged. */
export class RacePlot {
  readonly element: HTMLElement;
  readonly #plane = plane({
    label: 'Loss over two weights, and the ways down',
    xTitle: 'w₁',
    yTitle: 'w₂',
    xBound: bound,
    yBound: bound,
  });
  readonly #map = new SurfaceMap(this.#plane);
  readonly #tracks = racers.map((name) => svg('polyline', { class: `track ${name}` }));
  readonly #marks = racers.map((name, i) => svg('path', { d: shapes[i] as string, class: `racer ${name}` }));
  readonly #arrow = svg('line', { class: 'arrow' });
  readonly #start: SVGGElement;
  #place: Place = { w1: 0, w2: 0 };

  constructor(onStart: (place: Place) => void, signal: AbortSignal) {
    const { picture } = this.#plane;
    this.element = this.#map.element;
    this.#start = svg(
      'g',
      { tabindex: 0, role: 'button', class: 'point start' },
      svg('circle', { r: 16, class: 'target' }),
      svg('path', { d: 'M-7 -7L7 7M-7 7L7 -7' }),
    );
    const clip = svg('clipPath', { id: 'race-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    picture.append(
      clip,
      svg('g', { 'clip-path': 'url(#race-inner)' }, ...this.#tracks, this.#arrow, ...this.#marks),
      this.#start,
    );
    draggable(this.#start, {
      picture,
      signal,
      onMove: (place) => {
        const { x, y } = this.#plane.invert(place);
        onStart(within({ w1: x, w2: y }));
      },
      onArrow: (dx, dy) => onStart(within({ w1: this.#place.w1 + dx / 20, w2: this.#place.w2 + dy / 20 })),
    });
  }

  showMap(map: Grid): void {
    this.#map.show(map);
  }

  showStart(place: Place): void {
    this.#place = place;
    setAttributes(this.#start, {
      transform: this.#at(place.w1, place.w2),
      'aria-label': `start at w1 ${place.w1.toFixed(2)}, w2 ${place.w2.toFixed(2)}; arrow keys move it`,
    });
  }

  /**
   * @param path - places of all racers, step by step
   * @param step - the last one to be drawn
   * @param next - where gradient descent goes from there
   */
  showPath(path: readonly number[], step: number, next: Place | undefined): void {
    racers.forEach((_, i) => {
      const points: string[] = [];
      for (let at = 0; at <= step; at++) {
        const [w1 = 0, w2 = 0] = path.slice(at * stride + 2 * i, at * stride + 2 * i + 2);
        points.push(`${this.#plane.x(limited(w1)).toFixed(2)},${this.#plane.y(limited(w2)).toFixed(2)}`);
      }
      setAttributes(this.#tracks[i] as SVGElement, { points: points.join(' ') });
      const [w1 = 0, w2 = 0] = path.slice(step * stride + 2 * i, step * stride + 2 * i + 2);
      setAttributes(this.#marks[i] as SVGElement, { transform: this.#at(limited(w1), limited(w2)) });
    });
    this.#arrow.toggleAttribute('hidden', next === undefined);
    const [w1 = 0, w2 = 0] = path.slice(step * stride, step * stride + 2);
    if (next) {
      setAttributes(this.#arrow, {
        x1: this.#plane.x(limited(w1)),
        y1: this.#plane.y(limited(w2)),
        x2: this.#plane.x(limited(next.w1)),
        y2: this.#plane.y(limited(next.w2)),
      });
    }
  }

  #at(w1: number, w2: number): string {
    return `translate(${this.#plane.x(w1).toFixed(2)} ${this.#plane.y(w2).toFixed(2)})`;
  }
}

const limited = (value: number): number => Math.max(-20, Math.min(20, value));

const within = ({ w1, w2 }: Place): Place => ({
  w1: Math.max(-bound, Math.min(bound, w1)),
  w2: Math.max(-bound, Math.min(bound, w2)),
});
