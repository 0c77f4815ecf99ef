import { LogPlot } from '../shared/log-plot.js';
import { showNumber } from '../shared/numbers.js';
import { pointerIn, setAttributes, svg } from '../shared/svg.js';

/** A size for each layer, first to last, as bars over powers of ten; those of before as marks. */
export class NormBars {
  readonly #plot: LogPlot;
  readonly picture: SVGSVGElement;
  readonly #bars = svg('g', { class: 'norm-bars' });
  readonly #marks = svg('g', { class: 'norms-before' });
  #norms: ArrayLike<number> = [];
  #before: ArrayLike<number> = [];
  /** What there has to be room for too. */
  #others: Iterable<number> = [];

  /** @param onLayer - the reader pointed at a layer, from 1 */
  constructor(
    options: {
      readonly label: string;
      readonly yTitle: string;
      readonly exponents?: readonly [number, number];
    },
    onLayer: (layer: number) => void,
    signal: AbortSignal,
  ) {
    this.#plot = new LogPlot({
      label: options.label,
      xTitle: 'layer',
      yTitle: options.yTitle,
      exponents: options.exponents ?? [-10, 2],
    });
    this.picture = this.#plot.picture;
    this.picture.append(this.#bars, this.#marks);
    this.picture.addEventListener(
      'pointerdown',
      (event) => onLayer(this.#plot.placeAt(pointerIn(this.picture, event).x)),
      { signal },
    );
  }

  /** The decimal logarithms that are shown. */
  get exponents(): readonly [low: number, high: number] {
    return this.#plot.exponents;
  }

  /** From now on these are the marks; none to take them away. */
  showBefore(norms: ArrayLike<number>): void {
    this.#before = norms;
    this.#draw(0);
  }

  /**
   * @param layer - the one that is looked at, from 1
   * @param others - sizes that there has to be room for too
   */
  show(norms: ArrayLike<number>, layer: number, others: Iterable<number> = []): void {
    this.#norms = norms;
    this.#others = others;
    this.#draw(layer);
  }

  #draw(layer: number): void {
    const plot = this.#plot;
    const norms = Array.from(this.#norms);
    plot.show(1, Math.max(1, norms.length), [...norms, ...Array.from(this.#before), ...this.#others]);
    const width = Math.max(2, 0.7 * plot.step);
    this.#bars.replaceChildren(
      ...norms.flatMap((norm, i) => {
        const x = plot.x(i + 1);
        const y = plot.y(norm);
        const isBroken = !Number.isFinite(norm);
        const bar = svg('rect', { x: x - width / 2, y, width, height: plot.bottom - y });
        bar.classList.toggle('broken', isBroken);
        bar.classList.toggle('chosen', i + 1 === layer);
        bar.append(svg('title', {}, `layer ${i + 1}: ${showNumber(norm)}`));
        if (norm !== 0 && !isBroken) return [bar];
        const text = svg('text', { class: 'value', x, 'text-anchor': 'middle' }, showNumber(norm));
        setAttributes(text, { y: isBroken ? plot.top + 14 : plot.bottom - 4 });
        return norms.length > 8 && i + 1 !== layer ? [bar] : [bar, text];
      }),
    );
    this.#marks.replaceChildren(
      ...Array.from(this.#before)
        .slice(0, norms.length)
        .map((norm, i) => {
          const [x, y] = [plot.x(i + 1), plot.y(norm)];
          return svg('line', { x1: x - width / 2, x2: x + width / 2, y1: y, y2: y });
        }),
    );
  }
}
