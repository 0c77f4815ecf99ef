import { inner, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { type Grid, SurfaceMap } from '../shared/surface-map.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bounds, type Line } from './protocol.js';

/** The most points of the path that are drawn; older ones fade out of the picture. */
const longestPath = 600;
/** The loss of every line (w0 across, w1 up), where training has been, and where it is. */
export class LossPlot {
  /** The map and, over it, the picture with the marks. */
  readonly element: HTMLElement;
  readonly #plane = plane({
    label: 'Loss of every line, over w0 and w1',
    xTitle: 'w₀',
    yTitle: 'w₁',
    xBound: bounds.w0,
    yBound: bounds.w1,
  });
  readonly #map = new SurfaceMap(this.#plane);
  readonly #track = svg('polyline', { class: 'track' });
  readonly #best = svg('path', { d: 'M-6 0H6M0 -6V6', class: 'best' });
  readonly #mark: SVGGElement;
  #path: string[] = [];
  #line: Line = { w0: 0, w1: 0 };

  constructor(onLine: (line: Line) => void, signal: AbortSignal) {
    const { picture } = this.#plane;
    this.element = this.#map.element;
    this.#mark = svg(
      'g',
      { tabindex: 0, role: 'button', class: 'point' },
      svg('circle', { r: 16, class: 'target' }),
      svg('circle', { r: 6 }),
    );
    const clip = svg('clipPath', { id: 'loss-plot-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    picture.append(
      clip,
      svg('g', { 'clip-path': 'url(#loss-plot-inner)' }, this.#track, this.#best),
      this.#mark,
    );
    draggable(this.#mark, {
      picture,
      signal,
      onMove: (place) => {
        const { x, y } = this.#plane.invert(place);
        onLine(within({ w0: x, w1: y }));
      },
      onArrow: (dx, dy) => onLine(within({ w0: this.#line.w0 + dx / 10, w1: this.#line.w1 + dy / 10 })),
    });
  }

  showSurface(surface: Grid): void {
    this.#map.show(surface);
  }

  /** The line of least squares as a cross; hidden when there is none. */
  showBest(line: Line | undefined): void {
    this.#best.toggleAttribute('hidden', line === undefined);
    if (line) setAttributes(this.#best, { transform: this.#at(line) });
  }

  /** Moves the mark, and makes the path longer, or starts it anew. */
  showLine(line: Line, path: Float32Array, isNew: boolean): void {
    this.#line = line;
    if (isNew) this.#path = [];
    for (let i = 0; i < path.length; i += 2) {
      const [w0, w1] = [path[i] as number, path[i + 1] as number];
      if (Math.abs(w0) < 1e3 && Math.abs(w1) < 1e3)
        this.#path.push(`${this.#plane.x(w0)},${this.#plane.y(w1)}`);
    }
    this.#path = this.#path.slice(-longestPath);
    setAttributes(this.#track, { points: this.#path.join(' ') });
    setAttributes(this.#mark, {
      transform: this.#at(within(line)),
      'aria-label': `weights: w0 ${line.w0.toFixed(2)}, w1 ${line.w1.toFixed(2)}; arrow keys move them`,
    });
  }

  #at({ w0, w1 }: Line): string {
    return `translate(${this.#plane.x(w0)} ${this.#plane.y(w1)})`;
  }
}

function within({ w0, w1 }: Line): Line {
  return {
    w0: Math.max(-bounds.w0, Math.min(bounds.w0, w0)),
    w1: Math.max(-bounds.w1, Math.min(bounds.w1, w1)),
  };
}
