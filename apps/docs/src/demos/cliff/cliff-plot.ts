import { inner, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { showNumber } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';
import { from, inputs, to, type View } from './protocol.js';

/** Losses above are outside the picture. */
const highest = 3;

/** The loss over the weight, a ball on it, and the arrow of the next step: as it is, and cut. */
export class CliffPlot {
  readonly #plane = plane({
    label: 'The loss over the weight, and the next step',
    xTitle: 'w',
    yTitle: 'loss',
    xFrom: from,
    xBound: to,
    yFrom: 0,
    yBound: highest,
  });
  readonly picture = this.#plane.picture;
  readonly #curve = svg('polyline', { class: 'curve' });
  readonly #free = svg('line', { class: 'free-step', 'marker-end': 'url(#cliff-tip)' });
  readonly #step = svg('line', { class: 'step', 'marker-end': 'url(#cliff-tip)' });
  readonly #ball = svg(
    'g',
    { class: 'point', tabindex: 0, role: 'button' },
    svg('circle', { r: 16, class: 'target' }),
    svg('circle', { r: 7 }),
  );
  readonly #landing = svg('circle', { class: 'ring', r: 5 });
  #w = 1;

  /** @param onWeight - the reader moved the ball */
  constructor(onWeight: (w: number) => void, signal: AbortSignal) {
    const clip = svg('clipPath', { id: 'cliff-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    const tip = svg('marker', {
      id: 'cliff-tip',
      viewBox: '0 0 10 10',
      refX: 8,
      refY: 5,
      markerWidth: 3,
      markerHeight: 3,
      orient: 'auto',
    });
    tip.append(svg('path', { d: 'M0 0L10 5L0 10z', class: 'tip' }));
    const inside = svg('g', { 'clip-path': 'url(#cliff-inner)' }, this.#curve);
    this.picture.append(clip, tip, inside, this.#free, this.#step, this.#ball, this.#landing);
    const limited = (w: number): number => Math.round(1000 * Math.max(from, Math.min(to, w))) / 1000;
    draggable(this.#ball, {
      picture: this.picture,
      signal,
      onMove: (place) => onWeight(limited(this.#plane.invert(place).x)),
      onArrow: (dx) => onWeight(limited(this.#w + dx / 500)),
    });
  }

  /** Where the ball is along the axis. */
  showWeight(w: number): void {
    this.#w = w;
    this.#ball.setAttribute('aria-label', `weight ${showNumber(w)}; arrow keys move it`);
  }

  show({ curve, loss, landing, free }: View, w: number, isClipping: boolean): void {
    const { x, y } = this.#plane;
    setAttributes(this.#curve, {
      points: inputs
        .map((at, i) => `${x(at).toFixed(1)},${y(Math.min(2 * highest, curve[i] as number)).toFixed(1)}`)
        .join(' '),
    });
    const height = y(Math.min(highest, loss));
    setAttributes(this.#ball, { transform: `translate(${x(w).toFixed(1)} ${height.toFixed(1)})` });
    const arrow = (end: number) => {
      const far = Math.max(inner.left, Math.min(inner.left + inner.size, x(end)));
      const isSeen = Math.abs(far - x(w)) > 2;
      return { x1: x(w), x2: far, y1: height, y2: height, visibility: isSeen ? 'visible' : 'hidden' };
    };
    const lossThere = curve[Math.round(((landing - from) / (to - from)) * (curve.length - 1))];
    setAttributes(this.#landing, {
      cx: x(landing),
      cy: y(Math.min(highest, lossThere ?? highest)),
      visibility: lossThere === undefined ? 'hidden' : 'visible',
    });
    setAttributes(this.#step, arrow(landing));
    setAttributes(this.#free, { ...arrow(free), ...(isClipping ? {} : { visibility: 'hidden' }) });
  }
}
