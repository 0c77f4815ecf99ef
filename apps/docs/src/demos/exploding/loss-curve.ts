import { LogPlot } from '../shared/log-plot.js';
import { showNumber } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';

/** The loss over the last steps, on a scale of powers of ten; where it is no number any more there is a cross. */
export class LossCurve {
  readonly #plot = new LogPlot({
    label: 'The loss after each step',
    xTitle: 'step',
    yTitle: 'loss',
    exponents: [-4, 4],
  });
  readonly picture = this.#plot.picture;
  readonly #line = svg('polyline', { class: 'curve' });
  readonly #ends = svg('g', { class: 'loss-ends' });
  readonly #ring = svg('circle', { class: 'ring', r: 6 });
  #losses: Float32Array = new Float32Array();
  #first = 0;

  constructor() {
    this.picture.append(this.#line, this.#ends, this.#ring);
  }

  /** @param step - the last one */
  show(losses: Float32Array, step: number): void {
    const plot = this.#plot;
    this.#losses = losses;
    this.#first = step - losses.length + 1;
    plot.show(this.#first, Math.max(this.#first + 4, step), losses);
    const at = (i: number): [number, number] => [plot.x(this.#first + i), plot.y(losses[i] as number)];
    const finite = [...losses.keys()].filter((i) => Number.isFinite(losses[i]));
    setAttributes(this.#line, {
      points: finite
        .map((i) =>
          at(i)
            .map((each) => each.toFixed(1))
            .join(','),
        )
        .join(' '),
    });
    this.#ends.replaceChildren(
      ...[...losses.keys()]
        .filter((i) => !Number.isFinite(losses[i]))
        .flatMap((i) => {
          const [x, y] = at(i);
          return [
            svg('path', { class: 'cross', d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12` }),
            svg(
              'text',
              { class: 'value', x: x - 12, y: y + 5, 'text-anchor': 'end' },
              showNumber(losses[i] as number),
            ),
          ];
        }),
    );
  }

  /** Which of the losses is looked at. */
  mark(place: number): void {
    const loss = this.#losses[place];
    if (loss === undefined) return;
    setAttributes(this.#ring, { cx: this.#plot.x(this.#first + place), cy: this.#plot.y(loss) });
  }
}
