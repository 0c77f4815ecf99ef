import { interpolateViridis } from 'd3-scale-chromatic';
import { html } from './element.js';

/** Colours of shares from 0 to 1, dark to bright. */
const colours = Array.from({ length: 64 }, (_, i) => {
  const [r = 0, g = 0, b = 0] = (interpolateViridis(i / 63).match(/[\da-f]{2}/gi) ?? []).map((hex) =>
    Number.parseInt(hex, 16),
  );
  return [r, g, b, 255] as const;
});
/** Nothing to show, and what is not finite. */
const none = [0, 0, 0, 0] as const;
const broken = [230, 159, 0, 255] as const;

/** A table of numbers as a picture: a row of coloured cells for each row. */
export class HeatRows {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  /** @param label - what is seen, for those who do not see it */
  constructor(label: string) {
    this.#canvas = html('canvas', { role: 'img', 'aria-label': label });
    this.element = html('div', { class: 'heat-rows' }, this.#canvas);
  }

  /** @param shares - of each cell, row by row: from 0 (dark) to 1 (bright), below 0 nothing, NaN what is not finite */
  show(shares: Float32Array, rowCount: number, columnCount: number): void {
    this.#canvas.width = columnCount;
    this.#canvas.height = rowCount;
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(columnCount, rowCount);
    shares.forEach((share, i) => {
      const colour = Number.isNaN(share)
        ? broken
        : share < 0
          ? none
          : colours[Math.round(63 * Math.min(1, share))];
      image.data.set(colour as readonly number[], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }
}
