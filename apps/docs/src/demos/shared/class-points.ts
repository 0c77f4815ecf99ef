import type { Plane } from './axes.js';
import { setAttributes, svg } from './svg.js';

/** Points of two classes, one after the other: x, y and the class, 1 or 0. */
export type ClassPoints = ArrayLike<number>;
/** Numbers of a point. */
export const pointStride = 3;

/** Points of two classes over a plane, in two elements however many they are: class 1 circles, class 0 squares. */
export class PointMarks {
  readonly element: SVGGElement;
  readonly #plane: Plane;
  readonly #size: number;
  readonly #ones = svg('path', { class: 'one' });
  readonly #zeros = svg('path', { class: 'zero-class' });

  /** @param size - half the width of a mark */
  constructor(plane: Plane, size = 3) {
    this.#plane = plane;
    this.#size = size;
    this.element = svg('g', { class: 'classes', 'aria-hidden': 'true' }, this.#ones, this.#zeros);
  }

  show(points: ClassPoints): void {
    let ones = '';
    let zeros = '';
    for (let i = 0; i < points.length; i += pointStride) {
      const [x, y] = [this.#plane.x(points[i] as number), this.#plane.y(points[i + 1] as number)];
      if (points[i + 2] === 1) ones += circle(x, y, this.#size);
      else zeros += square(x, y, this.#size * 0.9);
    }
    setAttributes(this.#ones, { d: ones });
    setAttributes(this.#zeros, { d: zeros });
  }
}

const show = (value: number): string => value.toFixed(1);

function circle(x: number, y: number, r: number): string {
  const arc = `a${r} ${r} 0 1 0`;
  return `M${show(x - r)} ${show(y)}${arc} ${2 * r} 0${arc} ${-2 * r} 0z`;
}

function square(x: number, y: number, half: number): string {
  const side = show(2 * half);
  return `M${show(x - half)} ${show(y - half)}h${side}v${side}h-${side}z`;
}
