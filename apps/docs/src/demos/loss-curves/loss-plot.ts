import { inner, type Plane, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, places, type Settings } from './protocol.js';

/** The two losses, over the probability or the logit: their values, or their derivatives. */
export class LossPlot {
  readonly picture: SVGSVGElement;
  readonly #plane: Plane;
  readonly #axis: Settings['axis'];
  readonly #squared = svg('polyline', { class: 'squared-loss' });
  readonly #log = svg('polyline', { class: 'log-loss' });
  readonly #squaredDot = svg(
    'g',
    { class: 'squared-dot' },
    svg('rect', { x: -5, y: -5, width: 10, height: 10 }),
  );
  readonly #logDot = svg('g', { class: 'log-dot' }, svg('circle', { r: 6 }));
  readonly #squaredStep = svg('line', { class: 'squared-step' });
  readonly #logStep = svg('line', { class: 'log-step' });
  readonly #handle: SVGGElement;
  readonly #grip = svg('line', { class: 'grip' });
  #place = 0;

  /** @param onPlace - the reader moves along the axis */
  constructor(
    options: { axis: Settings['axis']; title: string; label: string; yFrom: number; yBound: number },
    onPlace: (place: number) => void,
    signal: AbortSignal,
  ) {
    const { axis, title, label, yFrom, yBound } = options;
    this.#axis = axis;
    const isLogit = axis === 'logit';
    this.#plane = plane({
      label,
      xTitle: isLogit ? 'logit z' : 'y′',
      yTitle: title,
      xBound: isLogit ? bound : 1,
      xFrom: isLogit ? -bound : 0,
      yBound,
      yFrom,
    });
    const { picture, x } = this.#plane;
    this.picture = picture;
    const clip = svg('clipPath', { id: `loss-${axis}-${title}` });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    const wide = svg('line', { class: 'target-line', y1: inner.top, y2: inner.top + inner.size });
    this.#handle = svg(
      'g',
      { tabindex: 0, role: 'button', class: 'handle' },
      wide,
      this.#grip,
      svg('circle', { class: 'target', r: 12, cy: inner.top + inner.size }),
      svg('rect', { x: -6, y: inner.top + inner.size - 6, width: 12, height: 12 }),
    );
    setAttributes(this.#grip, { y1: inner.top, y2: inner.top + inner.size });
    picture.append(
      clip,
      svg('g', { 'clip-path': `url(#loss-${axis}-${title})` }, this.#squared, this.#log),
      this.#handle,
      this.#squaredStep,
      this.#logStep,
      this.#squaredDot,
      this.#logDot,
    );
    const [from, to] = isLogit ? [-bound, bound] : [1e-3, 1 - 1e-3];
    const moveTo = (place: number): void => onPlace(Math.max(from, Math.min(to, place)));
    draggable(this.#handle, {
      picture,
      signal,
      onMove: (at) => moveTo(this.#plane.invert(at).x),
      onArrow: (dx) => moveTo(this.#place + (dx * (isLogit ? 1 : 0.1)) / 10),
    });
    setAttributes(this.#handle, { transform: `translate(${x(isLogit ? 0 : 0.5)} 0)` });
  }

  /** Where the reader is. */
  showPlace(place: number): void {
    this.#place = place;
    setAttributes(this.#handle, {
      transform: `translate(${this.#plane.x(place).toFixed(2)} 0)`,
      'aria-label': `${this.#axis} ${place.toFixed(2)}; left and right arrow keys move it`,
    });
  }

  /**
   * @param squared - along the axis, and last where the reader is
   * @param steps - downhill at the reader, where they are drawn: minus the derivatives
   */
  show(squared: Float32Array, log: Float32Array, steps?: { squared: number; log: number }): void {
    const { x, y } = this.#plane;
    const along = places[this.#axis];
    const points = (values: Float32Array): string =>
      along.map((at, i) => `${x(at).toFixed(2)},${y(values[i] as number).toFixed(2)}`).join(' ');
    setAttributes(this.#squared, { points: points(squared) });
    setAttributes(this.#log, { points: points(log) });
    const inside = (value: number): number => Math.max(inner.top, Math.min(inner.top + inner.size, y(value)));
    const [s, l] = [squared.at(-1) as number, log.at(-1) as number];
    const at = x(this.#place);
    setAttributes(this.#squaredDot, { transform: `translate(${at} ${inside(s)})` });
    setAttributes(this.#logDot, { transform: `translate(${at} ${inside(l)})` });
    const far = (step: number): number => {
      const end = x(this.#place + step);
      return Math.max(inner.left, Math.min(inner.left + inner.size, end));
    };
    setAttributes(this.#squaredStep, { x1: at, x2: far(steps?.squared ?? 0), y1: inside(s), y2: inside(s) });
    setAttributes(this.#logStep, { x1: at, x2: far(steps?.log ?? 0), y1: inside(l), y2: inside(l) });
  }
}
