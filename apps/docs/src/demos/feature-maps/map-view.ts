import { arrowMoves } from '../shared/arrow-moves.js';
import { html } from '../shared/element.js';
import { MarkedCanvas } from '../shared/marked-canvas.js';
import { paintMaps } from '../shared/paint-maps.js';
import type { Stage } from '../shared/stages.js';
import type { UnitEvents } from './map-strip.js';
import type { Filters, Unit } from './protocol.js';

/** One map, large: arrow keys go from unit to unit; below it the filter that makes it. */
export class MapView {
  readonly element: HTMLElement;
  readonly #title = html('div', { class: 'grid-name' });
  readonly #map: MarkedCanvas;
  readonly #filterTitle = html('div', { class: 'grid-name' });
  readonly #filter = new MarkedCanvas('filter');
  #unit: Unit | undefined;
  #edge = 1;

  constructor({ onPreview, onUnit }: UnitEvents, signal: AbortSignal) {
    this.#map = new MarkedCanvas('map', {
      role: 'application',
      tabIndex: 0,
      'aria-label': 'the chosen map: arrow keys go from unit to unit',
    });
    this.element = html('div', {}, this.#title, this.#map.element, this.#filterTitle, this.#filter.element);
    const { element } = this.#map;
    const at = (event: MouseEvent): Unit | undefined =>
      this.#unit && { ...this.#unit, ...this.#map.cellOf(event) };
    element.addEventListener(
      'pointermove',
      (event) => {
        if (event.pointerType === 'mouse') onPreview(at(event));
      },
      { signal },
    );
    element.addEventListener('pointerleave', () => onPreview(undefined), { signal });
    element.addEventListener(
      'click',
      (event) => {
        const unit = at(event);
        if (unit) onUnit(unit);
      },
      { signal },
    );
    element.addEventListener(
      'keydown',
      (event) => {
        const arrow = arrowMoves[event.key];
        if (!arrow || !this.#unit) return;
        event.preventDefault();
        const within = (place: number): number => Math.max(0, Math.min(this.#edge - 1, place));
        const { row, column } = this.#unit;
        onUnit({ ...this.#unit, row: within(row + arrow[0]), column: within(column + arrow[1]) });
      },
      { signal },
    );
  }

  show(
    unit: Unit,
    stage: Stage,
    values: Float32Array,
    limit: number,
    filters: Filters,
    isOff: boolean,
  ): void {
    this.#unit = unit;
    const { name, edge, count, source } = stage;
    this.#edge = edge;
    this.#title.textContent = `${name}, map ${unit.map + 1}${isOff ? ', switched off' : ''}`;
    const own = Float32Array.from({ length: edge * edge }, (_, i) => values[i * count + unit.map] as number);
    paintMaps(this.#map.canvas, { values: own, edge, count: 1 }, 1, () => limit);
    this.#map.mark([{ kind: 'unit', x: unit.column, y: unit.row, width: 1, height: 1 }]);
    const { edge: width, depth, values: all, most } = filters;
    const size = width * width * depth;
    const filter = all.subarray(unit.map * size, (unit.map + 1) * size);
    this.#filterTitle.textContent =
      depth === 1 ? `Its filter in ${source}` : `Its filter in ${source}, through ${depth} maps`;
    paintMaps(this.#filter.canvas, { values: filter, edge: width, count: depth }, 8, () => most);
    this.#filter.element.style.setProperty('--width', `${Math.min(depth, 8) * 2 + 2}rem`);
    this.#filter.mark([]);
  }
}
