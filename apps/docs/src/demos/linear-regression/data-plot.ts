import { inner, plane } from '../shared/axes.js';
import { draggable } from '../shared/drag.js';
import { pointerIn, setAttributes, svg } from '../shared/svg.js';
import { bounds, type Line, type Point } from './protocol.js';

/** What the reader does in the data plot. */
export interface DataPlotEvents {
  onPoints(points: readonly Point[]): void;
  onLine(line: Line): void;
}

/** The most points that stay readable. */
const mostPoints = 24;
/** Where the two handles of the line sit. */
const handlesAt = [-4, 4] as const;

/** The points, the line, and a square on every residual: their areas add up to the loss. */
export class DataPlot {
  readonly picture: SVGSVGElement;
  #points: readonly Point[] = [];
  #line: Line = { w0: 0, w1: 0 };
  readonly #plane = plane({
    label: 'Data: points and the fitted line',
    xTitle: 'x',
    yTitle: 'y',
    xBound: bounds.x,
    yBound: bounds.y,
  });
  readonly #squares = svg('g', { class: 'squares' });
  readonly #best = svg('line', { class: 'best' });
  readonly #drawnLine = svg('line', { class: 'fit' });
  readonly #handles = svg('g', { class: 'handles' });
  readonly #marks = svg('g', { class: 'points' });
  readonly #events: DataPlotEvents;
  readonly #signal: AbortSignal;

  constructor(events: DataPlotEvents, signal: AbortSignal) {
    this.#events = events;
    this.#signal = signal;
    const { picture, ground } = this.#plane;
    this.picture = picture;
    ground.append(
      svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size, class: 'ground' }),
    );
    const clip = svg('clipPath', { id: 'data-plot-inner' });
    clip.append(svg('rect', { x: inner.left, y: inner.top, width: inner.size, height: inner.size }));
    const clipped = svg(
      'g',
      { 'clip-path': 'url(#data-plot-inner)' },
      this.#squares,
      this.#best,
      this.#drawnLine,
    );
    picture.append(clip, clipped, this.#handles, this.#marks);
    this.#addHandles();
    picture.addEventListener('click', (event) => this.#addPoint(event), { signal });
  }

  /** Shows these points; marks are kept where their number stays the same, so that the focus is too. */
  showPoints(points: readonly Point[]): void {
    this.#points = points;
    while (this.#marks.childElementCount > points.length) this.#marks.lastElementChild?.remove();
    while (this.#marks.childElementCount < points.length) this.#marks.append(this.#makeMark());
    points.forEach(({ x, y }, i) => {
      const mark = this.#marks.children[i] as SVGGElement;
      setAttributes(mark, {
        transform: `translate(${this.#plane.x(x)} ${this.#plane.y(y)})`,
        'aria-label': `point ${i + 1} at x ${x.toFixed(1)}, y ${y.toFixed(1)}; arrow keys move it, Delete removes it`,
      });
    });
    this.#drawSquares();
  }

  showLine(line: Line): void {
    this.#line = line;
    this.#place(this.#drawnLine, line);
    handlesAt.forEach((x, i) => {
      const y = line.w1 * x + line.w0;
      const handle = this.#handles.children[i] as SVGGElement;
      const isInside = Math.abs(y) <= bounds.y;
      setAttributes(handle, {
        transform: `translate(${this.#plane.x(x)} ${this.#plane.y(Math.max(-bounds.y, Math.min(bounds.y, y)))})`,
        'aria-label': `line at x ${x}: ${y.toFixed(2)}; up and down arrow keys move it`,
        class: isInside ? 'handle' : 'handle outside',
      });
    });
    this.#drawSquares();
  }

  /** The line of least squares; hidden when there is none. */
  showBest(line: Line | undefined): void {
    this.#best.toggleAttribute('hidden', line === undefined);
    if (line) this.#place(this.#best, line);
  }

  #place(element: SVGLineElement, { w0, w1 }: Line): void {
    const [x1, x2] = [-bounds.x, bounds.x];
    const limit = (y: number): number => this.#plane.y(Math.max(-1e3, Math.min(1e3, y)));
    setAttributes(element, {
      x1: this.#plane.x(x1),
      y1: limit(w1 * x1 + w0),
      x2: this.#plane.x(x2),
      y2: limit(w1 * x2 + w0),
    });
  }

  #drawSquares(): void {
    const squares = this.#points.map(({ x, y }) => {
      const h = Math.max(-1e3, Math.min(1e3, this.#line.w1 * x + this.#line.w0));
      const [px, py, ph] = [this.#plane.x(x), this.#plane.y(y), this.#plane.y(h)];
      const side = Math.abs(py - ph);
      // The square lies on the side of the residual where the line does not run through it.
      const left = this.#line.w1 * (y - h) > 0 ? px - side : px;
      return svg('rect', { x: left, y: Math.min(py, ph), width: side, height: side });
    });
    this.#squares.replaceChildren(...squares);
  }

  #makeMark(): SVGGElement {
    const mark = svg(
      'g',
      { tabindex: 0, role: 'button', class: 'point' },
      svg('circle', { r: 16, class: 'target' }),
      svg('circle', { r: 6 }),
    );
    const indexOf = (): number => [...this.#marks.children].indexOf(mark);
    const move = (to: Point): void => {
      const within = (value: number, bound: number): number => Math.max(-bound, Math.min(bound, value));
      const moved = { x: within(to.x, bounds.x), y: within(to.y, bounds.y) };
      this.#events.onPoints(this.#points.map((point, i) => (i === indexOf() ? moved : point)));
    };
    draggable(mark, {
      picture: this.picture,
      signal: this.#signal,
      onMove: (place) => move(this.#plane.invert(place)),
      onArrow: (dx, dy) => {
        const { x, y } = this.#points[indexOf()] as Point;
        move({ x: x + dx / 10, y: y + dy / 10 });
      },
    });
    mark.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Delete' || event.key === 'Backspace') this.#remove(indexOf());
      },
      { signal: this.#signal },
    );
    mark.addEventListener('dblclick', () => this.#remove(indexOf()), { signal: this.#signal });
    return mark;
  }

  #remove(index: number): void {
    if (this.#points.length <= 2) return;
    this.#events.onPoints(this.#points.filter((_, i) => i !== index));
    (this.#marks.children[Math.min(index, this.#points.length - 1)] as SVGGElement | undefined)?.focus();
  }

  #addPoint(event: MouseEvent): void {
    const isEmptyPlace =
      event.target === this.picture || (event.target as Element).closest('.point, .handle') === null;
    if (!isEmptyPlace || this.#points.length >= mostPoints) return;
    const { x, y } = this.#plane.invert(pointerIn(this.picture, event));
    if (Math.abs(x) > bounds.x || Math.abs(y) > bounds.y) return;
    this.#events.onPoints([...this.#points, { x, y }]);
  }

  #addHandles(): void {
    handlesAt.forEach((x, i) => {
      const handle = svg(
        'g',
        { tabindex: 0, role: 'button', class: 'handle' },
        svg('circle', { r: 16, class: 'target' }),
        svg('rect', { x: -5, y: -5, width: 10, height: 10 }),
      );
      const other = handlesAt[1 - i] as number;
      const through = (y: number): void => {
        const otherY = this.#line.w1 * other + this.#line.w0;
        const w1 = (y - otherY) / (x - other);
        this.#events.onLine({ w1, w0: y - w1 * x });
      };
      draggable(handle, {
        picture: this.picture,
        signal: this.#signal,
        onMove: (place) => through(this.#plane.invert(place).y),
        onArrow: (_dx, dy) => through(this.#line.w1 * x + this.#line.w0 + dy / 10),
      });
      this.#handles.append(handle);
    });
  }
}
