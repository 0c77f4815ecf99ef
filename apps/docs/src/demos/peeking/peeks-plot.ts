import { plane } from '../shared/axes.js';
import { setAttributes, svg } from '../shared/svg.js';
import { tryCount, type View } from './protocol.js';

/** Every net tried as a dot, the best so far in the test, and what it gets right on fresh examples. */
export class PeeksPlot {
  readonly #plane = plane({
    label: 'Share of right answers over the looks at the test set',
    xTitle: 'looks at the test set',
    yTitle: 'share right',
    xFrom: 0,
    xBound: tryCount,
    yFrom: 0,
    yBound: 1,
  });
  readonly picture = this.#plane.picture;
  readonly #dots = svg('g', { class: 'tries' });
  readonly #best = svg('polyline', { class: 'test-curve' });
  readonly #fresh = svg('polyline', { class: 'training-curve' });

  constructor() {
    const { x, y } = this.#plane;
    this.picture.setAttribute('role', 'img');
    this.picture.append(
      svg('line', { class: 'zero', x1: x(0), x2: x(tryCount), y1: y(0.5), y2: y(0.5) }),
      this.#dots,
      this.#fresh,
      this.#best,
    );
  }

  show({ tried, best, fresh }: View): void {
    const { x, y } = this.#plane;
    const points = (values: Float32Array): string =>
      Array.from(values, (value, i) => `${x(i + 1).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    this.#dots.replaceChildren(
      ...Array.from(tried, (value, i) => svg('circle', { cx: x(i + 1), cy: y(value), r: 2.5 })),
    );
    setAttributes(this.#best, { points: points(best) });
    setAttributes(this.#fresh, { points: points(fresh) });
  }
}
