import { plane } from '../shared/axes.js';
import { setAttributes, svg } from '../shared/svg.js';
import { lastStep } from './protocol.js';

/** The largest rate that can be set, and the least that is drawn: decimal logarithms. */
const [most, least] = [-1, -4];

/** The learning rate of every step so far. */
export class RatePlot {
  readonly #plane = plane({
    label: 'The learning rate over the steps',
    xTitle: 'steps',
    yTitle: 'learning rate',
    xFrom: 0,
    xBound: lastStep,
    yFrom: least,
    yBound: most,
    yText: (tick) => (Number.isInteger(tick) ? `10⁻${'⁰¹²³⁴'[-tick]}` : ''),
  });
  readonly picture = this.#plane.picture;
  readonly #line = svg('polyline', { class: 'derivative' });

  constructor() {
    this.picture.setAttribute('role', 'img');
    this.picture.append(this.#line);
  }

  show(rates: Float32Array): void {
    const { x, y } = this.#plane;
    const points = Array.from({ length: rates.length / 2 }, (_, i) => {
      const height = Math.max(least, Math.log10(rates[2 * i + 1] as number));
      return `${x(rates[2 * i] as number).toFixed(1)},${y(height).toFixed(1)}`;
    });
    setAttributes(this.#line, { points: points.join(' ') });
  }
}
