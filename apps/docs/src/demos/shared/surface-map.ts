import { interpolateViridis } from 'd3-scale-chromatic';
import type { Plane } from './axes.js';
import { canvasUnder } from './canvas-under.js';

/** Steps of colour: the edges between them read as contour lines. */
const bandCount = 18;

const colours = Array.from({ length: bandCount }, (_, i) => {
  const [r = 0, g = 0, b = 0] = (interpolateViridis(1 - i / (bandCount - 1)).match(/[\da-f]{2}/gi) ?? []).map(
    (hex) => Number.parseInt(hex, 16),
  );
  return [r, g, b] as const;
});

/** Values of a square grid: rows from the top, columns from the left. */
export interface Grid {
  readonly values: Float32Array;
  readonly size: number;
}

/** A height map under a plane: bands of colour, bright where it is low. */
export class SurfaceMap {
  /** The map, with the plane over it. */
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;

  constructor(plane: Plane) {
    const { element, canvas } = canvasUnder(plane);
    element.classList.add('surface-map');
    this.element = element;
    this.#canvas = canvas;
  }

  /** Draws bands of equal ratio of the height above the lowest value. */
  show({ values, size }: Grid): void {
    this.#canvas.width = size;
    this.#canvas.height = size;
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(size, size);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    // A part of the range is added, so that the ratio near the bottom stays readable.
    const above = (value: number): number => Math.log(value - least + 0.001 * (most - least || 1));
    const [low, high] = [above(least), above(most)];
    values.forEach((value, i) => {
      const share = (above(value) - low) / (high - low || 1);
      const [r, g, b] = colours[
        Math.min(bandCount - 1, Math.floor(share * bandCount))
      ] as (typeof colours)[number];
      image.data.set([r, g, b, 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }
}
