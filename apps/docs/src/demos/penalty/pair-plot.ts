import { inner, plane } from '../shared/axes.js';
import { SurfaceMap } from '../shared/surface-map.js';
import { setAttributes, svg } from '../shared/svg.js';
import { type PenaltyName, pair, surfaceBound, surfaceSize } from './protocol.js';

/** Steps of the way that are drawn. */
const longest = 400;

/** The loss over two of the weights, the way that they took, and all pairs that the penalty finds as large as theirs. */
export class PairPlot {
  readonly #plane = plane({
    label: 'The loss over two of the weights, and the pairs with the same penalty',
    xTitle: `weight ${pair[0] + 1}, counts`,
    yTitle: `weight ${pair[1] + 1}, noise`,
    xBound: surfaceBound,
    yBound: surfaceBound,
  });
  readonly #map = new SurfaceMap(this.#plane);
  readonly element = this.#map.element;
  readonly #shape = svg('path', { class: 'same-penalty' });
  readonly #way = svg('polyline', { class: 'track' });
  readonly #dot = svg('circle', { class: 'racer', r: 6 });
  #points: string[] = [];

  constructor() {
    const { picture } = this.#plane;
    picture.setAttribute('role', 'img');
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    picture.append(
      svg('clipPath', { id: 'pair-inner' }, svg('rect', area)),
      svg('g', { 'clip-path': 'url(#pair-inner)' }, this.#shape, this.#way, this.#dot),
    );
  }

  /** @param isNew - training has begun anew */
  show(surface: Float32Array, weights: Float32Array, penalty: PenaltyName, isNew: boolean): void {
    const { x, y } = this.#plane;
    this.#map.show({ values: surface, size: surfaceSize });
    const [w1, w2] = pair.map((feature) => weights[feature] as number) as [number, number];
    const [cx, cy] = [x(w1), y(w2)];
    if (isNew) this.#points = [];
    this.#points.push(`${cx.toFixed(1)},${cy.toFixed(1)}`);
    this.#points = this.#points.slice(-longest);
    setAttributes(this.#way, { points: this.#points.join(' ') });
    setAttributes(this.#dot, { cx, cy });
    const reach = penalty === 'l1' ? Math.abs(w1) + Math.abs(w2) : Math.hypot(w1, w2);
    const r = x(reach) - x(0);
    const [ox, oy] = [x(0), y(0)];
    const diamond = `M${ox - r} ${oy}L${ox} ${oy - r}L${ox + r} ${oy}L${ox} ${oy + r}z`;
    const circle = `M${ox - r} ${oy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    setAttributes(this.#shape, { d: penalty === 'none' ? '' : penalty === 'l1' ? diamond : circle });
  }
}
