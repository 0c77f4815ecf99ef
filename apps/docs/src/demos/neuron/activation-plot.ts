import { inner, plane } from '../shared/axes.js';
import { setAttributes, svg } from '../shared/svg.js';
import { curveBound, curveInputs, type View } from './protocol.js';

const yBound = 3;

/** g and its derivative over the sum, with the dot where the neuron is and the tangent there. */
export class ActivationPlot {
  readonly #plane = plane({
    label: 'The activation and its derivative over in',
    xTitle: 'in',
    yTitle: 'g, g′',
    xBound: curveBound,
    yBound,
    yFrom: -1.5,
  });
  readonly picture = this.#plane.picture;
  readonly #curve = svg('polyline', { class: 'curve' });
  readonly #slopes = svg('polyline', { class: 'derivative' });
  readonly #tangent = svg('line', { class: 'tangent' });
  readonly #drop = svg('line', { class: 'drop' });
  readonly #dot = svg('circle', { class: 'dot', r: 6 });
  readonly #slopeDot = svg('circle', { class: 'slope-dot', r: 5 });

  constructor() {
    const clip = svg('clipPath', { id: 'activation-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    this.picture.append(
      clip,
      svg(
        'g',
        { 'clip-path': 'url(#activation-inner)' },
        this.#drop,
        this.#slopes,
        this.#curve,
        this.#tangent,
        this.#slopeDot,
        this.#dot,
      ),
    );
    this.picture.setAttribute('role', 'img');
  }

  show({ curve, slopes, sum, output, slope }: View): void {
    const { x, y } = this.#plane;
    const points = (values: Float32Array): string =>
      curveInputs
        .map((at, i) => `${x(at).toFixed(2)},${y(limited(values[i] as number)).toFixed(2)}`)
        .join(' ');
    setAttributes(this.#curve, { points: points(curve) });
    setAttributes(this.#slopes, { points: points(slopes) });
    // A sum beyond the axis is shown at its end.
    const at = Math.max(-curveBound, Math.min(curveBound, sum));
    setAttributes(this.#drop, { x1: x(at), x2: x(at), y1: y(-1.5), y2: y(yBound) });
    setAttributes(this.#dot, { cx: x(at), cy: y(limited(output)) });
    setAttributes(this.#slopeDot, { cx: x(at), cy: y(slope) });
    setAttributes(this.#tangent, {
      x1: x(at - 1.5),
      y1: y(limited(output - 1.5 * slope)),
      x2: x(at + 1.5),
      y2: y(limited(output + 1.5 * slope)),
    });
  }
}

const limited = (value: number): number => Math.max(-30, Math.min(30, value));
