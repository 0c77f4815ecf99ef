import { scaleLinear } from 'd3-scale';
import { setAttributes, svg } from './svg.js';

const size = { width: 360, height: 240 } as const;
const margin = { left: 42, right: 10, top: 26, bottom: 36 } as const;

/** A picture with powers of ten along the upright axis, which grows as values need it, and counted places along the other. */
export class LogPlot {
  readonly picture: SVGSVGElement;
  readonly #ticks = svg('g', { class: 'ticks', 'aria-hidden': 'true' });
  readonly #titles: readonly [x: string, y: string];
  /** The range that is always shown, as decimal logarithms. */
  readonly #least: readonly [low: number, high: number];
  readonly #placeText: (place: number) => string;
  #exponents: readonly [low: number, high: number];
  #places: readonly [first: number, last: number] = [1, 1];

  constructor(options: {
    readonly label: string;
    readonly xTitle: string;
    readonly yTitle: string;
    readonly exponents: readonly [low: number, high: number];
    /** What is written at a place. Default: its number. */
    readonly placeText?: (place: number) => string;
  }) {
    this.#placeText = options.placeText ?? String;
    this.#titles = [options.xTitle, options.yTitle];
    this.#least = this.#exponents = options.exponents;
    this.picture = svg(
      'svg',
      { viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': options.label },
      this.#ticks,
    );
  }

  /** Lower and upper edge of the part that shows values. */
  readonly bottom = size.height - margin.bottom;
  readonly top = margin.top;

  /** The decimal logarithms at both edges. */
  get exponents(): readonly [low: number, high: number] {
    return this.#exponents;
  }

  /** Makes room: axes are drawn anew where that is needed. Zeros and what is not finite need none. */
  show(first: number, last: number, values: Iterable<number>): void {
    let [low, high] = this.#least;
    for (const value of values) {
      if (value <= 0 || !Number.isFinite(value)) continue;
      const exponent = Math.log10(value);
      low = Math.min(low, 5 * Math.floor(exponent / 5));
      high = Math.max(high, 5 * Math.ceil(exponent / 5));
    }
    const isSame =
      low === this.#exponents[0] &&
      high === this.#exponents[1] &&
      first === this.#places[0] &&
      last === this.#places[1];
    if (isSame && this.#ticks.childElementCount > 0) return;
    this.#exponents = [low, high];
    this.#places = [first, last];
    this.#draw();
  }

  /** The middle of a place, and how wide one is. */
  x(place: number): number {
    const [first, last] = this.#places;
    return scaleLinear([first - 0.5, last + 0.5], [margin.left, size.width - margin.right])(place);
  }

  get step(): number {
    return this.x(1) - this.x(0);
  }

  /** The nearest place. */
  placeAt(x: number): number {
    const [first, last] = this.#places;
    return Math.max(first, Math.min(last, Math.round(first + (x - this.x(first)) / this.step)));
  }

  /** Zero is at the lower edge, what is not finite at the upper one. */
  y(value: number): number {
    if (!Number.isFinite(value)) return this.top;
    if (value <= 0) return this.bottom;
    const [low, high] = this.#exponents;
    return scaleLinear([low, high], [this.bottom, this.top])(Math.log10(value));
  }

  #draw(): void {
    const [low, high] = this.#exponents;
    const [first, last] = this.#places;
    const right = size.width - margin.right;
    const step = [1, 2, 5, 10, 20, 40].find((each) => (high - low) / each <= 6) ?? 40;
    const lines: SVGElement[] = [];
    for (let exponent = Math.ceil(low / step) * step; exponent <= high; exponent += step) {
      const y = this.y(10 ** exponent);
      lines.push(
        svg('line', { x1: margin.left, x2: right, y1: y, y2: y }),
        svg('text', { x: margin.left - 6, y: y + 4, 'text-anchor': 'end' }, powerOfTen(exponent)),
      );
    }
    const places = scaleLinear([first, last], [0, 1])
      .ticks(Math.min(8, last - first + 1))
      .filter(Number.isInteger);
    for (const place of last === first ? [first] : places) {
      lines.push(
        svg(
          'text',
          { x: this.x(place), y: this.bottom + 16, 'text-anchor': 'middle' },
          this.#placeText(place),
        ),
      );
    }
    lines.push(
      svg('text', { x: right, y: size.height - 4, 'text-anchor': 'end', class: 'title' }, this.#titles[0]),
      svg('text', { x: 4, y: 14, class: 'title' }, this.#titles[1]),
    );
    this.#ticks.replaceChildren(...lines);
    setAttributes(this.picture, { 'data-exponents': `${low} ${high}` });
  }
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function powerOfTen(exponent: number): string {
  if (exponent === 0) return '1';
  if (exponent === 1) return '10';
  const digits = [...String(Math.abs(exponent))].map((digit) => raised[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}
