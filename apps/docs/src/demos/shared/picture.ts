import { html } from './element.js';

/** Draws grey numbers from 0, black, to 1, white, on a canvas of their size. */
export function drawPicture(canvas: HTMLCanvasElement, pixels: ArrayLike<number>, edge: number): void {
  canvas.width = canvas.height = edge;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(edge, edge);
  for (let i = 0; i < pixels.length; i++) {
    const grey = 255 * (pixels[i] as number);
    image.data.set([grey, grey, grey, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
}

/** A picture that says nothing to screen readers: what it shows is told beside it. */
export function pictureCanvas(): HTMLCanvasElement {
  return html('canvas', { class: 'picture', 'aria-hidden': 'true' });
}
