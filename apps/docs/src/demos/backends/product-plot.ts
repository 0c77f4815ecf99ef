import { LogPlot } from '../shared/log-plot.js';
import { showNumber } from '../shared/numbers.js';
import { svg } from '../shared/svg.js';
import { type BackendChoice, backendLabels } from '../shared/training/backends.js';
import type { Found } from './measurement.js';
import { sizes } from './protocol.js';

/** A mark of its own for each backend. */
const marks: Readonly<Record<BackendChoice, string>> = {
  cpu1: 'M-4 -4h8v8h-8z',
  cpu: 'M0 -5A5 5 0 1 1 0 5A5 5 0 1 1 0 -5z',
  webgl: 'M0 -6L6 5H-6z',
  webgpu: 'M0 -6L6 0L0 6L-6 0z',
};

/** How long a product of two matrices takes, over their size, both by powers. */
export class ProductPlot {
  readonly #plot = new LogPlot({
    label: 'Milliseconds of a product of two matrices, over their size',
    xTitle: 'rows and columns',
    yTitle: 'milliseconds',
    exponents: [-3, 3],
    placeText: (place) => String(sizes[place]),
  });
  readonly picture = this.#plot.picture;
  readonly #curves = svg('g', { class: 'backend-curves' });

  constructor() {
    this.picture.append(this.#curves);
  }

  show(found: readonly Found[]): void {
    const plot = this.#plot;
    plot.show(
      0,
      sizes.length - 1,
      found.flatMap(({ products }) => products.map(({ median }) => median)),
    );
    this.#curves.replaceChildren(
      ...found.flatMap(({ choice, products }) => {
        const at = products.map(({ size, median }) => ({
          x: plot.x(sizes.indexOf(size as (typeof sizes)[number])),
          y: plot.y(median),
          text: `${backendLabels[choice]}, ${size}: ${showNumber(median)} ms`,
        }));
        const points = at.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
        return [
          svg('polyline', { class: choice, points }),
          ...at.map(({ x, y, text }) =>
            svg(
              'path',
              { class: choice, d: marks[choice], transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` },
              svg('title', {}, text),
            ),
          ),
        ];
      }),
    );
  }
}

/** The size from which on a backend is faster than another; undefined where it never is. */
export function crossover(faster: Found | undefined, slower: Found | undefined): number | undefined {
  const others = new Map(slower?.products.map(({ size, median }) => [size, median]));
  const isFaster = ({ size, median }: { size: number; median: number }): boolean =>
    median < (others.get(size) ?? Number.NEGATIVE_INFINITY);
  const shared = (faster?.products ?? []).filter(({ size }) => others.has(size));
  const last = shared.findLastIndex((product) => !isFaster(product));
  return shared[last + 1]?.size;
}
