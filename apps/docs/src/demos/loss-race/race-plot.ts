import { plane } from '../shared/axes.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, examples, inputs, noisyExamples } from './protocol.js';

/** The examples, class 1 above as circles and class 0 below as squares, and what each neuron answers. */
export class RacePlot {
  readonly #plane = plane({
    label: 'What both neurons answer over their input',
    xTitle: 'x',
    yTitle: 'y′',
    xBound: bound,
    yFrom: -0.1,
    yBound: 1.1,
  });
  readonly picture = this.#plane.picture;
  readonly #examples = svg('g', { class: 'classes' });
  readonly #squared = svg('polyline', { class: 'squared-loss' });
  readonly #log = svg('polyline', { class: 'log-loss' });

  constructor() {
    this.picture.setAttribute('role', 'img');
    this.picture.append(this.#examples, this.#squared, this.#log);
  }

  showExamples(isNoisy: boolean): void {
    const { x, y } = this.#plane;
    this.#examples.replaceChildren(
      ...(isNoisy ? noisyExamples : examples).map((example) => {
        const [cx, cy] = [x(example.x), y(example.y)];
        return example.y === 1
          ? svg('circle', { class: 'one', cx, cy, r: 2.8 })
          : svg('rect', { class: 'zero-class', x: cx - 2.4, y: cy - 2.4, width: 4.8, height: 4.8 });
      }),
    );
  }

  show(squared: Float32Array, log: Float32Array): void {
    const { x, y } = this.#plane;
    const points = (values: Float32Array): string =>
      inputs.map((at, i) => `${x(at).toFixed(2)},${y(values[i] as number).toFixed(2)}`).join(' ');
    setAttributes(this.#squared, { points: points(squared) });
    setAttributes(this.#log, { points: points(log) });
  }
}
