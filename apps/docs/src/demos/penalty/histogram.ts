import { plane } from '../shared/axes.js';
import { svg } from '../shared/svg.js';
import { featureCount, zero } from './protocol.js';

const bound = 2.1;
const binWidth = 0.2;

/** How many weights have which size; those that are 0 stand out. */
export class Histogram {
  readonly #plane = plane({
    label: 'How many weights have which value',
    xTitle: 'weight',
    yTitle: 'how many',
    xBound: bound,
    yFrom: 0,
    yBound: featureCount,
  });
  readonly picture = this.#plane.picture;
  readonly #bars = svg('g');

  constructor() {
    this.picture.setAttribute('role', 'img');
    this.picture.append(this.#bars);
  }

  show(weights: Float32Array): void {
    const { x, y } = this.#plane;
    const counts = new Map<number, number>();
    for (const weight of weights) {
      const bin = Math.round(Math.max(-bound, Math.min(bound, weight)) / binWidth);
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
    const gone = weights.filter((weight) => Math.abs(weight) < zero).length;
    const bar = (bin: number, from: number, to: number, kind: string): SVGElement =>
      svg('rect', {
        class: kind,
        x: x((bin - 0.45) * binWidth),
        width: x(0.9 * binWidth) - x(0),
        y: y(to),
        height: y(from) - y(to),
      });
    this.#bars.replaceChildren(
      ...[...counts].map(([bin, count]) =>
        bar(bin, 0, count, bin === 0 ? 'small-weights' : bin < 0 ? 'negative' : 'positive'),
      ),
      ...(gone > 0 ? [bar(0, 0, gone, 'gone')] : []),
    );
  }
}
