import { plane } from './axes.js';
import { type ClassPoints, PointMarks } from './class-points.js';
import { SignMap } from './sign-map.js';
import type { Grid } from './surface-map.js';

/** The size of a logit that has the full colour: the net is surer than 98 %. */
const sure = 4;

/** What a net answers over the plane, from −bound to bound, and points of two classes. */
export class ClassMap {
  readonly element: HTMLElement;
  readonly #map: SignMap;
  readonly #points: PointMarks;

  constructor(label: string, bound: number) {
    const inputs = plane({ label, xTitle: 'a₁', yTitle: 'a₂', xBound: bound, yBound: bound });
    inputs.picture.setAttribute('role', 'img');
    this.#map = new SignMap(inputs);
    this.#points = new PointMarks(inputs);
    inputs.picture.append(this.#points.element);
    this.element = this.#map.element;
  }

  showMap(logits: Grid): void {
    this.#map.show(logits, sure);
  }

  showPoints(points: ClassPoints): void {
    this.#points.show(points);
  }
}
