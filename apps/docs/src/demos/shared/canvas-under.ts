import { inner, type Plane, pictureSize } from './axes.js';
import { html } from './element.js';

/** A canvas that fills the part of a plane that shows values, and the element of both. */
export function canvasUnder({ picture }: Plane): { element: HTMLElement; canvas: HTMLCanvasElement } {
  const canvas = html('canvas', { 'aria-hidden': 'true' });
  const percent = (units: number): string => `${(100 * units) / pictureSize}%`;
  Object.assign(canvas.style, {
    left: percent(inner.left),
    top: percent(inner.top),
    width: percent(inner.size),
    height: percent(inner.size),
  });
  return { element: html('div', { class: 'map' }, canvas, picture), canvas };
}
