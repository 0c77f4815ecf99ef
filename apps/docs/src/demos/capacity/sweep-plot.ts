import { inner, plane, powerOfTen } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { setAttributes, svg } from '../shared/svg.js';
import { mostNeurons, widths } from './protocol.js';

const yRange = [-2, 2] as const;

/** Training and test errors over the width, both on logarithmic axes, with the width that is set. */
export class SweepPlot {
  readonly #plane = plane({
    label: 'Training and test error over the number of hidden neurons',
    xTitle: 'hidden neurons',
    yTitle: 'error',
    xFrom: 0,
    xBound: Math.log10(mostNeurons),
    yFrom: yRange[0],
    yBound: yRange[1],
    xText: powerOfTen,
    yText: powerOfTen,
  });
  readonly picture = this.#plane.picture;
  readonly #training = svg('polyline', { class: 'training-curve' });
  readonly #test = svg('polyline', { class: 'test-curve' });
  readonly #threshold = svg('line', { class: 'best' });
  readonly #line = svg('line', { class: 'edge' });
  readonly #handle = svg(
    'g',
    { tabindex: 0, role: 'slider', class: 'handle', 'aria-valuemin': 1, 'aria-valuemax': mostNeurons },
    svg('circle', { r: 16, class: 'target' }),
    svg('rect', { x: -5, y: -5, width: 10, height: 10 }),
  );
  #width = 1;

  constructor(onWidth: (width: number) => void, signal: AbortSignal) {
    const { picture, y } = this.#plane;
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    picture.append(
      svg('clipPath', { id: 'sweep-inner' }, svg('rect', area)),
      svg('g', { 'clip-path': 'url(#sweep-inner)' }, this.#threshold, this.#line, this.#training, this.#test),
      this.#handle,
    );
    for (const line of [this.#line, this.#threshold])
      setAttributes(line, { y1: y(yRange[0]), y2: y(yRange[1]) });
    const put = (width: number): void => onWidth(Math.round(Math.max(1, Math.min(mostNeurons, width))));
    draggable(this.#handle, {
      picture,
      signal,
      onMove: (place) => put(10 ** this.#plane.invert(place).x),
      onArrow: (dx, dy) => put(this.#width + dx + dy),
    });
  }

  showWidth(width: number): void {
    this.#width = width;
    const { x, y } = this.#plane;
    const at = x(Math.log10(width));
    setAttributes(this.#line, { x1: at, x2: at });
    setAttributes(this.#handle, {
      transform: `translate(${at.toFixed(2)} ${y(yRange[1] - 0.3)})`,
      'aria-label': 'Hidden neurons; arrow keys change them',
      'aria-valuenow': width,
    });
  }

  /** @param count - of the points: with as many weights the net can meet them all */
  show(training: Float32Array, test: Float32Array, count: number): void {
    const { x, y } = this.#plane;
    const points = (errors: Float32Array): string =>
      widths
        .map((width, i) => {
          const height = Math.max(yRange[0] - 1, Math.log10(errors[i] as number));
          return `${x(Math.log10(width)).toFixed(1)},${y(height).toFixed(1)}`;
        })
        .join(' ');
    setAttributes(this.#training, { points: points(training) });
    setAttributes(this.#test, { points: points(test) });
    const at = x(Math.log10(count - 1));
    setAttributes(this.#threshold, { x1: at, x2: at });
  }
}
