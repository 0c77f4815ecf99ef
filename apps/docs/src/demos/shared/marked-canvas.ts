import { html } from './element.js';
import { svg } from './svg.js';

/** A frame over cells, or a cross through them. */
export interface Mark {
  /** For styles: `unit`, `seen`, `chosen`, `off`. */
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Cells as pixels of a canvas, with frames over them. */
export class MarkedCanvas {
  readonly canvas = html('canvas', { 'aria-hidden': 'true' });
  readonly #marks = svg('svg', { preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  readonly element: HTMLElement;

  /** @param name - for tests and styles */
  constructor(name: string, properties: Readonly<Record<string, unknown>> = {}) {
    this.element = html(
      'div',
      { class: 'marked', 'data-marked': name, ...properties },
      this.canvas,
      this.#marks,
    );
  }

  /** Replaces all marks; the canvas has been painted. */
  mark(marks: readonly Mark[]): void {
    this.#marks.setAttribute('viewBox', `0 0 ${this.canvas.width} ${this.canvas.height}`);
    this.#marks.replaceChildren(
      ...marks.map(({ kind, x, y, width, height }) =>
        kind === 'off'
          ? svg('path', { class: kind, d: `M${x} ${y}l${width} ${height}m${-width} 0l${width} ${-height}` })
          : svg('rect', { class: kind, x, y, width, height }),
      ),
    );
  }

  /** The cell that a pointer is at. */
  cellOf({ clientX, clientY }: MouseEvent): { readonly row: number; readonly column: number } {
    const box = this.element.getBoundingClientRect();
    const at = (place: number, length: number, count: number): number =>
      Math.max(0, Math.min(count - 1, Math.floor((place / length) * count)));
    return {
      row: at(clientY - box.top, box.height, this.canvas.height),
      column: at(clientX - box.left, box.width, this.canvas.width),
    };
  }
}
