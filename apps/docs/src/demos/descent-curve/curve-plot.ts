import { inner, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bounds, firstKnot, type Knots } from './protocol.js';
import { heightAt, type Spline, splineThrough } from './spline.js';

/** What the reader does in the plot. */
export interface CurvePlotEvents {
  onKnots(knots: Knots): void;
  onBall(x: number): void;
}

/** The most places of the way that are drawn. */
const longestPath = 60;

/** A loss over one weight, whose knots can be dragged, and a ball on it with its tangent and its next step. */
export class CurvePlot {
  readonly picture: SVGSVGElement;
  readonly #plane = plane({
    label: 'Loss over one weight',
    xTitle: 'w',
    yTitle: 'Loss',
    xBound: bounds.x,
    yBound: bounds.y,
  });
  readonly #curve = svg('polyline', { class: 'curve' });
  readonly #tangent = svg('line', { class: 'tangent' });
  readonly #step = svg('line', { class: 'step' });
  readonly #trail = svg('g', { class: 'trail' });
  readonly #knots = svg('g', { class: 'knots' });
  readonly #ball: SVGGElement;
  #heights: Knots = [];
  #spline: Spline = { coefficients: [] };
  #path: number[] = [];
  #x = 0;

  constructor(events: CurvePlotEvents, signal: AbortSignal) {
    const { picture } = this.#plane;
    this.picture = picture;
    this.#ball = svg(
      'g',
      { tabindex: 0, role: 'button', class: 'point ball' },
      svg('circle', { r: 16, class: 'target' }),
      svg('circle', { r: 7 }),
    );
    const clip = svg('clipPath', { id: 'curve-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    const clipped = svg(
      'g',
      { 'clip-path': 'url(#curve-inner)' },
      this.#curve,
      this.#tangent,
      this.#trail,
      this.#step,
    );
    picture.append(clip, clipped, this.#knots, this.#ball);
    this.#addKnots(events, signal);
    const moveTo = (x: number): void => events.onBall(Math.max(-bounds.x, Math.min(bounds.x, x)));
    draggable(this.#ball, {
      picture,
      signal,
      onMove: (place) => moveTo(this.#plane.invert(place).x),
      onArrow: (dx) => moveTo(this.#x + dx / 10),
    });
  }

  showCurve(knots: Knots): void {
    this.#heights = knots;
    this.#spline = splineThrough(knots);
    const points = Array.from({ length: 201 }, (_, i) => {
      const x = (i / 100 - 1) * bounds.x;
      return `${this.#plane.x(x).toFixed(2)},${this.#plane.y(limited(heightAt(this.#spline, x))).toFixed(2)}`;
    });
    setAttributes(this.#curve, { points: points.join(' ') });
    knots.forEach((height, i) => {
      setAttributes(this.#knots.children[i] as SVGElement, {
        transform: this.#at(firstKnot + i, height),
        'aria-label': `height of the curve at w ${firstKnot + i}: ${height.toFixed(1)}; up and down arrow keys change it`,
      });
    });
  }

  /** @param rate - what the next step is drawn for */
  showBall(x: number, loss: number, slope: number, rate: number): void {
    this.#x = x;
    const height = limited(loss);
    setAttributes(this.#ball, {
      transform: this.#at(limited(x), height),
      'aria-label': `ball at w ${x.toFixed(2)}, slope ${slope.toFixed(2)}; left and right arrow keys move it`,
    });
    const along = (dx: number): { x: number; y: number } => ({
      x: this.#plane.x(limited(x + dx)),
      y: this.#plane.y(limited(loss + slope * dx)),
    });
    const [from, to] = [along(-1.2), along(1.2)];
    setAttributes(this.#tangent, { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
    const next = x - rate * slope;
    setAttributes(this.#step, {
      x1: this.#plane.x(limited(x)),
      y1: this.#plane.y(height),
      x2: this.#plane.x(limited(next)),
      y2: this.#plane.y(height),
    });
  }

  /** Makes the way longer, or starts it anew: places that it came by stay as fading dots. */
  showWay(path: Float32Array, isPlaced: boolean): void {
    if (isPlaced) this.#path = [];
    this.#path = [...this.#path, ...path].slice(-longestPath);
    this.#trail.replaceChildren(
      ...this.#path.slice(0, -1).map((x, i) =>
        svg('circle', {
          cx: this.#plane.x(limited(x)),
          cy: this.#plane.y(limited(heightAt(this.#spline, x))),
          r: 3.5,
          opacity: 0.2 + (0.6 * (i + 1)) / this.#path.length,
        }),
      ),
    );
  }

  #addKnots({ onKnots }: CurvePlotEvents, signal: AbortSignal): void {
    for (let i = 0; i < 9; i++) {
      const knot = svg(
        'g',
        { tabindex: 0, role: 'button', class: 'handle' },
        svg('circle', { r: 14, class: 'target' }),
        svg('rect', { x: -4, y: -4, width: 8, height: 8 }),
      );
      const raise = (height: number): void => {
        const within = Math.max(-bounds.y, Math.min(bounds.y, height));
        onKnots(this.#heights.map((each, j) => (j === i ? within : each)));
      };
      draggable(knot, {
        picture: this.picture,
        signal,
        onMove: (place) => raise(this.#plane.invert(place).y),
        onArrow: (_dx, dy) => raise((this.#heights[i] ?? 0) + dy / 10),
      });
      this.#knots.append(knot);
    }
  }

  #at(x: number, y: number): string {
    return `translate(${this.#plane.x(x).toFixed(2)} ${this.#plane.y(y).toFixed(2)})`;
  }
}

const limited = (value: number): number => Math.max(-30, Math.min(30, value));
