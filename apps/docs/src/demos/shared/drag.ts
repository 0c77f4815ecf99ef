import { pointerIn } from './svg.js';

/** What dragging or the arrow keys do with an element. */
export interface DragOptions {
  readonly picture: SVGSVGElement;
  readonly signal: AbortSignal;
  /** The pointer is at a place in the picture. */
  onMove(place: { x: number; y: number }): void;
  /** An arrow key asks for a step of −1, 0 or 1 along each axis; ten times as far with Shift. */
  onArrow(dx: number, dy: number): void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Lets a mark be dragged by mouse, pen or finger and moved by the arrow keys. */
export function draggable(element: SVGElement, { picture, signal, onMove, onArrow }: DragOptions): void {
  element.addEventListener(
    'pointerdown',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      element.setPointerCapture(event.pointerId);
      element.focus({ preventScroll: true });
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (element.hasPointerCapture(event.pointerId)) onMove(pointerIn(picture, event));
    },
    { signal },
  );
  element.addEventListener(
    'keydown',
    (event) => {
      const arrow = arrows[event.key];
      if (!arrow) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      onArrow(arrow[0] * far, arrow[1] * far);
    },
    { signal },
  );
}
