import { inner, type Plane, plane } from './axes.js';
import { html } from './element.js';
import { svg } from './svg.js';
import { curveStride } from './training/curve-history.js';

/** What else is marked on the curves. */
export interface CurveMarks {
  /** A step with a line of its own: where the other loss was least, for instance. */
  readonly step?: number | undefined;
}

/** Loss of training (solid) and on other examples (dashed) over the steps, with the gap between them shaded. */
export class LearningCurves {
  readonly element = html('div', { class: 'learning-curves' });
  readonly #label: string;
  #plane: Plane | undefined;
  #bounds = '';

  /** @param label - what is compared: `Loss on training and test points` */
  constructor(label: string) {
    this.#label = label;
  }

  /** @param values - step, training loss, other loss, one after the other */
  show(values: Float32Array, marks: CurveMarks = {}): void {
    const count = values.length / curveStride;
    const column = (at: number): number[] =>
      Array.from({ length: count }, (_, i) => values[curveStride * i + at] as number);
    const [steps, training, other] = [column(0), column(1), column(2)];
    const { x, y, ground } = this.#fit(steps.at(-1) ?? 0, Math.max(0.1, ...training, ...other));
    const places = (losses: readonly number[]): string[] =>
      losses.map((loss, i) => `${x(steps[i] as number).toFixed(1)},${y(loss).toFixed(1)}`);
    const [below, above] = [places(training), places(other)];
    ground.replaceChildren(
      svg('polygon', { class: 'gap', points: [...below, ...above.reverse()].join(' ') }),
      svg('polyline', { class: 'test-curve', points: places(other).join(' ') }),
      svg('polyline', { class: 'training-curve', points: below.join(' ') }),
    );
    if (marks.step !== undefined) {
      const at = x(marks.step);
      ground.append(svg('line', { class: 'best', x1: at, x2: at, y1: y(0), y2: inner.top }));
    }
  }

  /** Axes that hold the curves; they are drawn anew when the curves outgrow them. */
  #fit(step: number, loss: number): Plane {
    const [xBound, yBound] = [roundUp(Math.max(50, step)), roundUp(loss)];
    const bounds = `${xBound} ${yBound}`;
    if (this.#plane && bounds === this.#bounds) return this.#plane;
    this.#bounds = bounds;
    this.#plane = plane({
      label: this.#label,
      xTitle: 'steps',
      yTitle: 'loss',
      xBound,
      yBound,
      xFrom: 0,
      yFrom: 0,
    });
    const { picture, ground } = this.#plane;
    picture.setAttribute('role', 'img');
    // Curves lie over the ticks.
    picture.append(ground);
    this.element.replaceChildren(picture);
    return this.#plane;
  }
}

/** The next of 1, 2, 5, 10, 20, … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * power >= value) ?? 10) * power;
}
