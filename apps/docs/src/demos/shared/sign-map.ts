import type { Plane } from './axes.js';
import { canvasUnder } from './canvas-under.js';
import type { Grid } from './surface-map.js';

/** The site's colours of signs; 0 is see-through, so that the map fits both themes. */
const positive = [0, 114, 178] as const;
const negative = [230, 159, 0] as const;

/** Numbers over a plane by sign and size: blue above 0, orange below, nothing at 0. */
export class SignMap {
  /** The map, with the plane over it. */
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  constructor(plane: Plane) {
    const { element, canvas } = canvasUnder(plane);
    this.element = element;
    this.#canvas = canvas;
  }

  /** @param limit - the size that has the full colour */
  show({ values, size }: Grid, limit: number): void {
    paintSigns(this.#canvas, { values, size }, limit);
  }
}

/** Paints a map of signs onto a canvas of its own. */
export function paintSigns(canvas: HTMLCanvasElement, { values, size }: Grid, limit: number): void {
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(size, size);
  values.forEach((value, i) => {
    const strength = Math.min(1, Math.abs(value) / limit);
    image.data.set([...(value < 0 ? negative : positive), Math.round(210 * strength)], 4 * i);
  });
  context.putImageData(image, 0, 0);
}
