import { inner, plane } from '../shared/axes.js';
import { svg } from '../shared/svg.js';
import { inputs, setCount } from './protocol.js';

/** A sine, the points of one data set, and the fit to each of many. */
export class FitsPlot {
  readonly #plane = plane({
    label: 'Fits to twenty data sets, and the sine that they come from',
    xTitle: 'x',
    yTitle: 'y',
    xFrom: 0,
    xBound: 1,
    yBound: 2,
  });
  readonly picture = this.#plane.picture;
  readonly #drawn = svg('g', { 'clip-path': 'url(#fits-inner)' });

  constructor() {
    this.picture.setAttribute('role', 'img');
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    this.picture.append(svg('clipPath', { id: 'fits-inner' }, svg('rect', area)), this.#drawn);
  }

  show(points: Float32Array, fits: Float32Array): void {
    const { x, y } = this.#plane;
    // Far outside of the picture is outside all the same.
    const within = (value: number): number => Math.max(-50, Math.min(50, value));
    const line = (kind: string, values: ArrayLike<number>): SVGElement =>
      svg('polyline', {
        class: kind,
        points: inputs
          .map((at, i) => `${x(at).toFixed(1)},${y(within(values[i] as number)).toFixed(1)}`)
          .join(' '),
      });
    const size = inputs.length;
    const curves = Array.from({ length: setCount }, (_, i) => fits.subarray(i * size, (i + 1) * size));
    this.#drawn.replaceChildren(
      ...curves.slice(1).map((curve) => line('other-fit', curve)),
      line(
        'truth',
        inputs.map((at) => Math.sin(2 * Math.PI * at)),
      ),
      line('first-fit', curves[0] ?? []),
      ...Array.from({ length: points.length / 2 }, (_, i) =>
        svg('circle', {
          class: 'sample',
          cx: x(points[2 * i] as number),
          cy: y(points[2 * i + 1] as number),
          r: 3.5,
        }),
      ),
    );
  }
}
