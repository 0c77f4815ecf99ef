import { plane } from '../shared/axes.js';
import { SignMap } from '../shared/sign-map.js';
import type { Grid } from '../shared/surface-map.js';
import { svg } from '../shared/svg.js';
import { bound, type Example } from './protocol.js';

/** The size of a logit that has the full colour: the net is surer than 98 %. */
const sure = 4;

/** What the net answers over the plane, and the examples: class 1 as circles, class 0 as squares. */
export class ClassMap {
  readonly #plane = plane({
    label: 'What the net answers over the plane',
    xTitle: 'x₁',
    yTitle: 'x₂',
    xBound: bound,
    yBound: bound,
  });
  readonly #map = new SignMap(this.#plane);
  readonly element = this.#map.element;
  readonly #examples = svg('g', { class: 'classes' });

  constructor() {
    this.#plane.picture.setAttribute('role', 'img');
    this.#plane.picture.append(this.#examples);
  }

  showMap(map: Grid): void {
    this.#map.show(map, sure);
  }

  showExamples(examples: readonly Example[]): void {
    this.#examples.replaceChildren(
      ...examples.map((example) => {
        const [x, y] = [this.#plane.x(example.x), this.#plane.y(example.y)];
        return example.isOne
          ? svg('circle', { class: 'one', cx: x, cy: y, r: 2.8 })
          : svg('rect', { class: 'zero-class', x: x - 2.4, y: y - 2.4, width: 4.8, height: 4.8 });
      }),
    );
  }
}
