import { svg } from '../shared/svg.js';
import { unitCount } from './protocol.js';

const [width, height] = [360, 360];
const columns = [50, 180, 310] as const;

/** The net, with the units that are left out crossed, and without their connections. */
export class NetGraph {
  readonly #edges = svg('g');
  readonly #units = svg('g');
  readonly picture = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', class: 'thinned' },
    this.#edges,
    this.#units,
  );

  /**
   * @param weights - two rows of the hidden layer, then those of the output
   * @param mask - 0 for a unit that is left out
   */
  show(weights: Float32Array, mask: Float32Array): void {
    const place = (column: 0 | 1 | 2, unit: number, count: number): readonly [number, number] => [
      columns[column],
      (height * (unit + 0.5)) / count,
    ];
    const edges: SVGElement[] = [];
    const connect = (
      from: readonly [number, number],
      to: readonly [number, number],
      weight: number,
    ): void => {
      edges.push(
        svg('line', {
          class: `link ${weight < 0 ? 'negative' : 'positive'}`,
          x1: from[0],
          y1: from[1],
          x2: to[0],
          y2: to[1],
          'stroke-width': Math.min(6, 0.5 + 1.5 * Math.abs(weight)).toFixed(2),
        }),
      );
    };
    const units: SVGElement[] = [];
    const put = (at: readonly [number, number], isOut: boolean): void => {
      const [cx, cy] = at;
      units.push(svg('circle', { class: isOut ? 'unit out' : 'unit', cx, cy, r: 11 }));
      if (isOut) units.push(svg('path', { class: 'cross', d: `M${cx - 7} ${cy - 7}l14 14m0 -14l-14 14` }));
    };
    const output = place(2, 0, 1);
    for (let u = 0; u < unitCount; u++) {
      const at = place(1, u, unitCount);
      const isOut = mask[u] === 0;
      put(at, isOut);
      if (isOut) continue;
      for (const input of [0, 1]) connect(place(0, input, 2), at, weights[input * unitCount + u] as number);
      connect(at, output, weights[2 * unitCount + u] as number);
    }
    for (const input of [0, 1]) put(place(0, input, 2), false);
    put(output, false);
    this.#edges.replaceChildren(...edges);
    this.#units.replaceChildren(...units);
    const out = mask.filter((value) => value === 0).length;
    this.picture.setAttribute('aria-label', `A net of ${unitCount} hidden units, ${out} of them left out`);
  }
}
