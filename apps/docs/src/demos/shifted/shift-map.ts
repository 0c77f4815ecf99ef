import { interpolateViridis } from 'd3-scale-chromatic';
import { html } from '../shared/element.js';
import { reach, shifts } from './protocol.js';

/** A colour for each share, from 0 to 1. */
const colours = Array.from({ length: 256 }, (_, i) =>
  (interpolateViridis(i / 255).match(/[\da-f]{2}/gi) ?? []).map((hex) => Number.parseInt(hex, 16)),
);

/** How sure a net is of the right class, for every place of a garment; the place is chosen by pointing. */
export class ShiftMap {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  constructor(title: string, onPlace: (right: number, down: number) => void, signal: AbortSignal) {
    this.#canvas = html('canvas', {
      role: 'img',
      'aria-label': `${title}: probability of the right class for every place of the garment`,
    });
    this.element = html(
      'figure',
      { class: 'shift-map' },
      this.#canvas,
      html('figcaption', {}, title, html('span', { class: 'shift-scale' }, html('span', { class: 'scale' }))),
    );
    const go = (event: PointerEvent): void => {
      if (event.pointerType === 'mouse' && event.buttons === 0 && event.type !== 'pointerdown') return;
      const box = this.#canvas.getBoundingClientRect();
      const at = (value: number, length: number): number =>
        Math.max(-reach, Math.min(reach, Math.floor((value / length) * shifts.length) - reach));
      onPlace(at(event.clientX - box.left, box.width), at(event.clientY - box.top, box.height));
    };
    for (const kind of ['pointerdown', 'pointermove'] as const) {
      this.#canvas.addEventListener(kind, go, { signal });
    }
  }

  /** @param map - row by row; none yet is a grey map */
  show(map: ArrayLike<number>, right: number, down: number): void {
    const edge = shifts.length;
    this.#canvas.width = this.#canvas.height = 8 * edge;
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    for (let i = 0; i < edge * edge; i++) {
      const value = map[i];
      const [r, g, b] =
        value === undefined ? [128, 128, 128] : (colours[Math.round(255 * value)] as number[]);
      context.fillStyle = `rgb(${r} ${g} ${b})`;
      context.fillRect(8 * (i % edge), 8 * Math.floor(i / edge), 8, 8);
    }
    context.strokeStyle = '#fff';
    context.lineWidth = 1;
    context.strokeRect(8 * (right + reach) + 0.5, 8 * (down + reach) + 0.5, 7, 7);
    context.strokeStyle = '#14171c';
    context.strokeRect(8 * (right + reach) + 1.5, 8 * (down + reach) + 1.5, 5, 5);
  }
}
