import { arrowMoves } from '../shared/arrow-moves.js';
import { html } from '../shared/element.js';
import { pictureSize, pixelCount } from '../shared/fashion-names.js';
import { drawPicture } from '../shared/picture.js';
import { putInFrame } from './frame.js';
import { reach } from './protocol.js';

const within = (value: number): number => Math.max(-reach, Math.min(reach, Math.round(value)));

/** The garment in its frame, which is dragged, or moved by the arrow keys. */
export class GarmentFrame {
  readonly element = html('canvas', {
    class: 'picture garment',
    role: 'application',
    tabIndex: 0,
    'aria-label': 'the garment in its frame: arrow keys move it, Home puts it back',
  });

  constructor(
    place: () => readonly [right: number, down: number],
    onPlace: (right: number, down: number) => void,
    signal: AbortSignal,
  ) {
    let grip: { x: number; y: number; right: number; down: number } | undefined;
    const { element } = this;
    const on = <K extends keyof HTMLElementEventMap>(
      kind: K,
      act: (event: HTMLElementEventMap[K]) => void,
    ): void => element.addEventListener(kind, act, { signal });
    on('pointerdown', ({ clientX: x, clientY: y, pointerId }) => {
      const [right, down] = place();
      element.setPointerCapture(pointerId);
      grip = { x, y, right, down };
    });
    on('pointermove', ({ clientX, clientY }) => {
      if (!grip) return;
      const pixel = element.getBoundingClientRect().width / pictureSize;
      onPlace(
        within(grip.right + (clientX - grip.x) / pixel),
        within(grip.down + (clientY - grip.y) / pixel),
      );
    });
    for (const kind of ['pointerup', 'pointercancel'] as const) {
      on(kind, () => {
        grip = undefined;
      });
    }
    on('keydown', (event) => {
      const arrow = arrowMoves[event.key];
      const [right, down] = place();
      if (arrow) onPlace(within(right + arrow[1]), within(down + arrow[0]));
      else if (event.key === 'Home') onPlace(0, 0);
      else return;
      event.preventDefault();
    });
  }

  show(garment: Float32Array, right: number, down: number): void {
    const frame = new Float32Array(pixelCount);
    putInFrame(garment, frame, right, down);
    drawPicture(this.element, frame, pictureSize);
  }
}
