import { inner, plane } from '../shared/axes.js';
import { PointMarks } from '../shared/class-points.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, gridEvery, mapSize } from './protocol.js';

/** The room of the picture on both sides of 0. */
const room = 1.15;

/** Points and a grid on their way from the plane of the inputs to where the last hidden layer puts them. */
export class FoldPlot {
  readonly #plane = plane({
    label: 'Points and grid as the last hidden layer has moved them',
    xTitle: 'weighted sum of the output',
    yTitle: '',
    xBound: room,
    yBound: room,
  });
  readonly picture = this.#plane.picture;
  readonly #grid = svg('path', { class: 'fold-grid' });
  readonly #edge = svg('line', { class: 'edge' });
  readonly #marks = new PointMarks(this.#plane);

  constructor() {
    this.picture.setAttribute('role', 'img');
    // The coordinates have no unit: only 0 means something.
    for (const text of this.picture.querySelectorAll('.ticks text:not(.title)')) text.remove();
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    const clip = svg('clipPath', { id: 'fold-inner' }, svg('rect', area));
    const { x, y } = this.#plane;
    setAttributes(this.#edge, { x1: x(0), x2: x(0), y1: y(-room), y2: y(room) });
    this.picture.append(
      clip,
      svg('g', { 'clip-path': 'url(#fold-inner)' }, this.#grid, this.#edge, this.#marks.element),
    );
  }

  /** @param way - how far, from 0, the inputs, to 1, the hidden layer */
  show(points: Float32Array, folded: Float32Array, foldedGrid: Float32Array, way: number): void {
    const between = (from: number, to: number): number => (1 - way) * from + way * to;
    const moved = folded.map((value, i) =>
      i % 3 === 2 ? value : between((points[i] as number) / bound, value),
    );
    this.#marks.show(moved);
    const { x, y } = this.#plane;
    const lineCount = foldedGrid.length / 2 / mapSize;
    let d = '';
    for (let line = 0; line < lineCount; line++) {
      const isRow = line < lineCount / 2;
      const across = -1 + (2 * gridEvery * (line % (lineCount / 2))) / (mapSize - 1);
      for (let at = 0; at < mapSize; at++) {
        const along = -1 + (2 * at) / (mapSize - 1);
        const [fromX, fromY] = isRow ? [along, -across] : [across, -along];
        const i = 2 * (line * mapSize + at);
        const [px, py] = [
          x(between(fromX, foldedGrid[i] as number)),
          y(between(fromY, foldedGrid[i + 1] as number)),
        ];
        d += `${at === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`;
      }
    }
    setAttributes(this.#grid, { d });
    setAttributes(this.#edge, { 'stroke-opacity': way });
  }
}
