import { arrowMoves } from '../shared/arrow-moves.js';
import { html } from '../shared/element.js';
import { type Mark, MarkedCanvas } from '../shared/marked-canvas.js';
import { showNumber } from '../shared/numbers.js';
import { gap, paintMaps, placeOf } from '../shared/paint-maps.js';
import type { Stage } from '../shared/stages.js';
import type { Unit } from './protocol.js';

/** What the reader does with units. */
export interface UnitEvents {
  /** Looks at one for a moment; at none where it is left. */
  onPreview(unit: Unit | undefined): void;
  /** Goes to one. */
  onUnit(unit: Unit): void;
}

/** All maps of a layer side by side. Pointing at a place looks at its unit; arrow keys go from map to map. */
export class MapStrip {
  readonly element: HTMLElement;
  readonly #head = html('figcaption', { 'data-value': 'head' });
  readonly #most = html('span', {});
  readonly #marked: MarkedCanvas;
  readonly #index: number;
  #stage: Stage | undefined;
  #columns = 16;
  #chosen: Unit | undefined;

  constructor(index: number, { onPreview, onUnit }: UnitEvents, signal: AbortSignal) {
    this.#index = index;
    this.#marked = new MarkedCanvas(`maps-${index}`, { role: 'application', tabIndex: 0 });
    this.element = html(
      'figure',
      { class: 'map-strip' },
      html(
        'div',
        { class: 'map-head' },
        this.#head,
        html('span', { class: 'map-scale' }, '0', html('span', { class: 'bar' }), this.#most),
      ),
      this.#marked.element,
    );
    const { element } = this.#marked;
    element.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerType === 'mouse') onPreview(this.#unitAt(event));
      },
      { signal },
    );
    element.addEventListener('pointerleave', () => onPreview(undefined), { signal });
    element.addEventListener(
      'click',
      (event) => {
        const unit = this.#unitAt(event);
        if (unit) onUnit(unit);
      },
      { signal },
    );
    element.addEventListener(
      'keydown',
      (event) => {
        const arrow = arrowMoves[event.key];
        if (!arrow || !this.#stage) return;
        event.preventDefault();
        const { edge, count } = this.#stage;
        const middle = Math.floor(edge / 2);
        const own = this.#chosen?.stage === index ? this.#chosen : undefined;
        const map = (own?.map ?? 0) + (own ? arrow[0] * this.#columns + arrow[1] : 0);
        if (map < 0 || map >= count) return;
        onUnit({ row: middle, column: middle, ...own, stage: index, map });
      },
      { signal },
    );
  }

  /** @param limits - of each map, the value that has the full colour */
  show(
    stage: Stage,
    values: Float32Array,
    most: number,
    limits: (map: number) => number,
    columns: number,
  ): void {
    this.#stage = stage;
    this.#columns = Math.min(columns, stage.count);
    const { name, edge, count, size, stride } = stage;
    const head = `${name}: ${count} maps of ${edge} × ${edge}. A unit sees ${size} × ${size} pixels; its neighbour begins ${stride} on.`;
    if (this.#head.textContent !== head) {
      this.#head.textContent = head;
      this.#marked.element.setAttribute('aria-label', `maps of ${name}: arrow keys go from map to map`);
    }
    this.#most.textContent = showNumber(most, 2);
    paintMaps(this.#marked.canvas, { values, edge, count }, columns, limits);
  }

  /** Frames the chosen unit, or what it depends on here. */
  mark(chosen: Unit, stages: readonly Stage[], isOff: (map: number) => boolean): void {
    this.#chosen = chosen;
    if (!this.#stage) return;
    const { edge, count } = this.#stage;
    const { stage, map, row, column } = chosen;
    const seen = stages[stage]?.seen[this.#index + 1];
    const marks: Mark[] = [];
    for (let each = 0; each < count; each++) {
      const { top, left } = placeOf(each, edge, this.#columns);
      if (isOff(each)) marks.push({ kind: 'off', x: left, y: top, width: edge, height: edge });
      if (stage > this.#index && seen) {
        const [y, yEnd] = seen.slice(2 * row) as [number, number];
        const [x, xEnd] = seen.slice(2 * column) as [number, number];
        marks.push({ kind: 'seen', x: left + x, y: top + y, width: xEnd - x + 1, height: yEnd - y + 1 });
      }
      if (stage === this.#index && map === each) {
        marks.push(
          { kind: 'chosen', x: left, y: top, width: edge, height: edge },
          { kind: 'unit', x: left + column, y: top + row, width: 1, height: 1 },
        );
      }
    }
    this.#marked.mark(marks);
  }

  #unitAt(event: MouseEvent): Unit | undefined {
    if (!this.#stage) return undefined;
    const { edge, count } = this.#stage;
    const { row, column } = this.#marked.cellOf(event);
    const map = Math.floor(row / (edge + gap)) * this.#columns + Math.floor(column / (edge + gap));
    const within = (place: number): number => Math.min(edge - 1, place % (edge + gap));
    return map < count ? { stage: this.#index, map, row: within(row), column: within(column) } : undefined;
  }
}
