import { arrowMoves } from './arrow-moves.js';
import { html } from './element.js';
import { pictureSize, pixelCount } from './fashion-names.js';
import { filled } from './filled.js';
import { drawPicture } from './picture.js';

const grey = 0.75;

/**
 * A sheet of 28 × 28 pixels to draw on: by mouse, pen or finger, or with a cursor that the arrow keys move: Space draws,
 * and so does moving with Shift; Delete rubs out.
 */
export class DrawingPad {
  readonly element: HTMLElement;
  readonly #canvas = html('canvas', {
    class: 'picture pad',
    role: 'application',
    tabIndex: 0,
    'aria-label':
      'drawing of 28 by 28 pixels: arrow keys move the cursor, Space draws, Shift and arrow keys draw a line, Delete rubs out',
  });
  readonly #onChange: () => void;
  #pixels = new Float32Array(pixelCount);
  #cursor = { x: 14, y: 14 };
  /** Where the stroke is, while there is one. */
  #stroke: { x: number; y: number } | undefined;

  constructor(onChange: () => void, signal: AbortSignal) {
    this.#onChange = onChange;
    const button = (action: string, text: string, act: () => void): HTMLButtonElement => {
      const element = html('button', { type: 'button', 'data-action': action }, text);
      element.addEventListener('click', act, { signal });
      return element;
    };
    this.element = html(
      'div',
      { class: 'drawing' },
      this.#canvas,
      html(
        'div',
        { class: 'transport' },
        button('fill', 'Fill the outline', () => this.put(filled(this.#pixels, grey))),
        button('clear', 'Clear', () => this.put(new Float32Array(pixelCount))),
      ),
    );
    const on = <K extends keyof HTMLElementEventMap>(
      kind: K,
      act: (event: HTMLElementEventMap[K]) => void,
    ): void => this.#canvas.addEventListener(kind, act, { signal });
    on('pointerdown', (event) => {
      this.#canvas.setPointerCapture(event.pointerId);
      this.#stroke = this.#placeOf(event);
      this.#lineTo(this.#stroke);
    });
    on('pointermove', (event) => {
      if (this.#stroke) this.#lineTo(this.#placeOf(event));
    });
    for (const kind of ['pointerup', 'pointercancel'] as const) {
      on(kind, () => {
        this.#stroke = undefined;
      });
    }
    on('keydown', (event) => this.#onKey(event));
    for (const kind of ['focus', 'blur'] as const) on(kind, () => this.#draw());
    this.#draw();
  }

  /** What is drawn, from 0 to 1. */
  get pixels(): Float32Array {
    return this.#pixels;
  }

  /** Another picture. */
  put(pixels: Float32Array): void {
    this.#pixels = Float32Array.from(pixels);
    this.#changed();
  }

  #onKey(event: KeyboardEvent): void {
    const move = arrowMoves[event.key];
    const { x, y } = this.#cursor;
    if (move) {
      const within = (value: number): number => Math.max(0, Math.min(pictureSize - 1, value));
      this.#cursor = { x: within(x + move[1]), y: within(y + move[0]) };
      if (event.shiftKey) this.#dot(this.#cursor, grey);
    } else if (event.key === ' ') this.#dot(this.#cursor, grey);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#dot(this.#cursor, 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (move && !event.shiftKey) this.#draw();
    else this.#changed();
  }

  #placeOf({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const box = this.#canvas.getBoundingClientRect();
    const at = (value: number, length: number): number => (value / length) * pictureSize - 0.5;
    return { x: at(clientX - box.left, box.width), y: at(clientY - box.top, box.height) };
  }

  #lineTo(end: { x: number; y: number }): void {
    const start = this.#stroke ?? end;
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(end.x - start.x, end.y - start.y)));
    for (let i = 0; i <= steps; i++) {
      const share = i / steps;
      this.#dot({ x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y) }, grey);
    }
    this.#stroke = end;
    this.#changed();
  }

  /** A soft dot about two pixels wide. */
  #dot({ x, y }: { x: number; y: number }, value: number): void {
    for (let row = Math.max(0, Math.floor(y - 1)); row <= Math.min(pictureSize - 1, y + 2); row++) {
      for (
        let column = Math.max(0, Math.floor(x - 1));
        column <= Math.min(pictureSize - 1, x + 2);
        column++
      ) {
        const strength = Math.max(0, Math.min(1, 1.6 - Math.hypot(row - y, column - x)));
        const i = row * pictureSize + column;
        const old = this.#pixels[i] as number;
        this.#pixels[i] = value === 0 ? old * (1 - strength) : Math.max(old, value * strength);
      }
    }
  }

  #changed(): void {
    this.#draw();
    this.#onChange();
  }

  #draw(): void {
    drawPicture(this.#canvas, this.#pixels, pictureSize);
    if (document.activeElement !== this.#canvas || !this.#canvas.matches(':focus-visible')) return;
    const context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = 'rgb(230 159 0 / 80%)';
    context.fillRect(this.#cursor.x, this.#cursor.y, 1, 1);
  }
}
