import { BackendError } from '@descent/core';
import type { PixelImage } from './heat-map.js';

/** A canvas of a page or of a worker. */
export type PaintableCanvas = HTMLCanvasElement | OffscreenCanvas;

/**
 * Paints a picture on a canvas, which takes its size. `image-rendering: pixelated` in CSS keeps cells sharp when the
 * canvas is shown larger.
 *
 * @throws BackendError for a canvas that already has a context of another kind
 * @example toCanvas(heatMap(map), document.querySelector('canvas'))
 */
export function toCanvas({ width, height, data }: PixelImage, canvas: PaintableCanvas): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d') as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (!context) {
    throw new BackendError('toCanvas: the canvas gives no 2-D context', { fix: 'use a canvas of its own' });
  }
  context.putImageData(new ImageData(data, width, height), 0, 0);
}
