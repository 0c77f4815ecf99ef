import { inner, type Plane, plane } from '../../shared/axes.js';
import { canvasUnder } from '../../shared/canvas-under.js';
import { html } from '../../shared/element.js';
import { showFixed } from '../../shared/numbers.js';
import { pointerIn } from '../../shared/svg.js';
import { bound } from '../state/options.js';
import { mapSize } from '../worker/messages.js';
import { heatImage, lineColours } from './colours.js';
import { zeroLine } from './contour.js';

/** The points of the page. */
export interface PointsShown {
  readonly places: Float32Array;
  readonly labels: Float32Array;
  readonly trainCount: number;
}

/** How the map is drawn. */
export interface MapOptions {
  readonly isDiscrete: boolean;
  readonly showsTest: boolean;
  readonly hasClasses: boolean;
}

const nothing: PointsShown = { places: new Float32Array(), labels: new Float32Array(), trainCount: 0 };

/** What a unit gives over the plane, with the points: circles are class 1, squares class −1. */
export class OutputMap {
  readonly element: HTMLElement;
  readonly plane: Plane = plane({
    label: 'What the net answers over the plane, with the points',
    xTitle: 'X₁',
    yTitle: 'X₂',
    xBound: bound,
    yBound: bound,
  });
  readonly #canvas: HTMLCanvasElement;
  readonly #heat = html('canvas', { width: mapSize, height: mapSize });
  /** The points, drawn once for all maps, and for what they were drawn. */
  readonly #pointLayer = html('canvas');
  #pointsDrawn = '';
  readonly #under = html('p', { class: 'under' }, '\u00a0');
  #values: Float32Array | undefined;
  #points: PointsShown = nothing;
  #answers: Float32Array | undefined;
  /** The place that the reader chose. */
  #chosen: readonly [x: number, y: number] | undefined;
  #options: MapOptions = { isDiscrete: false, showsTest: false, hasClasses: true };

  /** @param onChoose - the reader chose a place, or none */
  constructor(onChoose: (place: readonly [x: number, y: number] | undefined) => void, signal: AbortSignal) {
    const { element, canvas } = canvasUnder(this.plane);
    this.#canvas = canvas;
    this.element = html('div', { class: 'output-map' }, element, this.#under);
    const { picture } = this.plane;
    picture.addEventListener(
      'pointermove',
      (event) => {
        const { x, y } = this.plane.invert(pointerIn(picture, event));
        if (Math.abs(x) > bound || Math.abs(y) > bound) return;
        const value = this.#valueAt(x, y);
        this.#under.textContent = `(${showFixed(x, 1)}, ${showFixed(y, 1)}): ${value === undefined ? '' : showFixed(value)}`;
      },
      { signal },
    );
    picture.addEventListener('pointerleave', () => (this.#under.textContent = '\u00a0'), { signal });
    const choose = (x: number, y: number): void => {
      const limited = (value: number): number => Math.max(-bound, Math.min(bound, value));
      this.#chosen = [limited(x), limited(y)];
      this.#draw();
      onChoose(this.#chosen);
    };
    picture.setAttribute('tabindex', '0');
    picture.addEventListener(
      'click',
      (event) => {
        const { x, y } = this.plane.invert(pointerIn(picture, event));
        if (Math.abs(x) <= bound && Math.abs(y) <= bound && !this.element.classList.contains('painted'))
          choose(x, y);
      },
      { signal },
    );
    picture.addEventListener(
      'keydown',
      (event) => {
        const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[
          event.key
        ];
        if (event.key === 'Escape') {
          this.#chosen = undefined;
          this.#draw();
          onChoose(undefined);
        } else if (arrow) {
          event.preventDefault();
          const [x, y] = this.#chosen ?? [0, 0];
          const far = event.shiftKey ? 1 : 0.2;
          choose(x + far * (arrow[0] as number), y + far * (arrow[1] as number));
        }
      },
      { signal },
    );
    const observer = new ResizeObserver(() => this.#draw());
    observer.observe(canvas);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  }

  showPoints(points: PointsShown): void {
    this.#points = points;
    this.#pointsDrawn = '';
    this.#answers = undefined;
    this.#draw();
  }

  /** @param answers - the output for each point, where mistakes are to be marked */
  show(values: Float32Array, answers: Float32Array | undefined, options: MapOptions): void {
    this.#values = values;
    this.#answers = answers;
    this.#options = options;
    this.#draw();
  }

  /** The place that the reader chose. */
  get chosen(): readonly [x: number, y: number] | undefined {
    return this.#chosen;
  }

  /** The map as a picture. */
  toBlob(take: (blob: Blob | null) => void): void {
    this.#canvas.toBlob(take);
  }

  #valueAt(x: number, y: number): number | undefined {
    const cell = (value: number): number =>
      Math.max(0, Math.min(mapSize - 1, Math.floor(((value + bound) / (2 * bound)) * mapSize)));
    return this.#values?.[cell(-y) * mapSize + cell(x)];
  }

  #draw(): void {
    const canvas = this.#canvas;
    const width = canvas.clientWidth;
    const context = canvas.getContext('2d');
    if (!width || !context) return;
    const ratio = Math.min(2, devicePixelRatio);
    const size = Math.round(width * ratio);
    if (canvas.width !== size) canvas.width = canvas.height = size;
    context.clearRect(0, 0, size, size);
    if (this.#values) {
      this.#heat
        .getContext('2d')
        ?.putImageData(heatImage(this.#values, mapSize, this.#options.isDiscrete), 0, 0);
      context.imageSmoothingEnabled = !this.#options.isDiscrete;
      context.drawImage(this.#heat, 0, 0, size, size);
    }
    this.#drawZeroLine(context, size);
    this.#drawPoints(size);
    context.drawImage(this.#pointLayer, 0, 0);
    this.#drawMistakes(context, size);
    this.#drawChosen(context, size);
  }

  #drawZeroLine(context: CanvasRenderingContext2D, size: number): void {
    if (!this.#values || this.#options.isDiscrete) return;
    const pieces = zeroLine(this.#values, mapSize);
    const scale = size / mapSize;
    context.beginPath();
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo((pieces[i] as number) * scale, (pieces[i + 1] as number) * scale);
      context.lineTo((pieces[i + 2] as number) * scale, (pieces[i + 3] as number) * scale);
    }
    context.strokeStyle = lineColours().ink;
    context.globalAlpha = 0.6;
    context.lineWidth = size / 300;
    context.stroke();
    context.globalAlpha = 1;
  }

  #drawChosen(context: CanvasRenderingContext2D, size: number): void {
    if (!this.#chosen) return;
    const at = (value: number): number => ((value + bound) / (2 * bound)) * size;
    const [x, y] = [at(this.#chosen[0]), at(-this.#chosen[1])];
    const arm = size / 28;
    context.beginPath();
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
    context.strokeStyle = lineColours().ink;
    context.lineWidth = size / 150;
    context.stroke();
  }

  #drawPoints(size: number): void {
    const { labels } = this.#points;
    const { showsTest, hasClasses } = this.#options;
    const colours = lineColours();
    const drawn = [size, showsTest, hasClasses, ...Object.values(colours)].join();
    if (drawn === this.#pointsDrawn) return;
    this.#pointsDrawn = drawn;
    this.#pointLayer.width = this.#pointLayer.height = size;
    const context = this.#pointLayer.getContext('2d');
    if (!context) return;
    const radius = radiusIn(size);
    context.lineWidth = radius / 3;
    for (const { i, x, y, isTest } of this.#pointsShown(size)) {
      const label = labels[i] as number;
      context.beginPath();
      if (label >= 0) context.arc(x, y, radius, 0, 2 * Math.PI);
      else context.rect(x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius);
      context.fillStyle = label >= 0 ? colours.positive : colours.negative;
      context.globalAlpha = hasClasses ? 1 : 0.25 + 0.75 * Math.min(1, Math.abs(label));
      context.fill();
      context.globalAlpha = 1;
      context.strokeStyle = isTest ? colours.ink : colours.ground;
      context.stroke();
    }
  }

  /** Rings around points of the wrong side. */
  #drawMistakes(context: CanvasRenderingContext2D, size: number): void {
    const answers = this.#answers;
    if (!this.#options.hasClasses || !answers) return;
    const radius = radiusIn(size);
    context.lineWidth = radius / 3;
    context.strokeStyle = lineColours().ink;
    context.beginPath();
    for (const { i, x, y } of this.#pointsShown(size)) {
      if ((answers[i] as number) >= 0 === (this.#points.labels[i] as number) >= 0) continue;
      context.moveTo(x + 2.2 * radius, y);
      context.arc(x, y, 2.2 * radius, 0, 2 * Math.PI);
    }
    context.stroke();
  }

  /** The points on the map, with their places in it. */
  *#pointsShown(size: number): Generator<{ i: number; x: number; y: number; isTest: boolean }> {
    const { places, labels, trainCount } = this.#points;
    const at = (value: number): number => ((value + bound) / (2 * bound)) * size;
    for (let i = 0; i < labels.length; i++) {
      const isTest = i >= trainCount;
      const [x, y] = [places[2 * i] as number, places[2 * i + 1] as number];
      if ((isTest && !this.#options.showsTest) || Math.abs(x) > bound || Math.abs(y) > bound) continue;
      yield { i, x: at(x), y: at(-y), isTest };
    }
  }
}

/** 3 px where the map is as large as the viewBox has it. */
function radiusIn(size: number): number {
  return (3 * size) / inner.size;
}
