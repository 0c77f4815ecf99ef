import { plane } from '../shared/axes.js';
import { svg } from '../shared/svg.js';
import { featureCount, truth, zero } from './protocol.js';

const bound = 2.5;

/** A bar for each weight, and a tick where the data have it; a weight that is 0 is a hollow ring. */
export class WeightsPlot {
  readonly #plane = plane({
    label: 'The twenty weights, and those that the data were made with',
    xTitle: 'feature',
    yTitle: 'weight',
    xFrom: 0,
    xBound: featureCount,
    yBound: bound,
  });
  readonly picture = this.#plane.picture;
  readonly #bars = svg('g');

  constructor() {
    const { x, y } = this.#plane;
    this.picture.setAttribute('role', 'img');
    this.picture.append(
      svg('line', { class: 'zero', x1: x(0), x2: x(featureCount), y1: y(0), y2: y(0) }),
      svg('line', { class: 'best', x1: x(truth.length), x2: x(truth.length), y1: y(-bound), y2: y(bound) }),
      this.#bars,
      ...truth.map((weight, i) =>
        svg('line', { class: 'wanted', x1: x(i + 0.1), x2: x(i + 0.9), y1: y(weight), y2: y(weight) }),
      ),
    );
  }

  show(weights: Float32Array): void {
    const { x, y } = this.#plane;
    this.#bars.replaceChildren(
      ...Array.from(weights, (weight, i) =>
        Math.abs(weight) < zero
          ? svg('circle', { class: 'gone', cx: x(i + 0.5), cy: y(0), r: 4 })
          : svg('rect', {
              class: weight < 0 ? 'negative' : 'positive',
              x: x(i + 0.15),
              width: x(0.7) - x(0),
              y: y(Math.min(bound, Math.max(0, weight))),
              height: Math.max(0.5, y(0) - y(Math.min(bound, Math.abs(weight)))),
            }),
      ),
    );
  }
}
