import { inner, plane } from '../shared/axes.js';
import { PointMarks } from '../shared/class-points.js';
import { draggable } from '../shared/drag.js';
import { SignMap } from '../shared/sign-map.js';
import { setAttributes, svg } from '../shared/svg.js';
import { bound, corners, mapSize, type Settings } from './protocol.js';

/** Lines keep this far from the middle, where they would have no direction, and no further than the plane. */
const nearest = 0.05;

/** The plane of the inputs with the four corners, and two lines to be dragged by their squares. */
export class LinesPlot {
  readonly #plane = plane({
    label: 'The plane of the inputs: four points and two lines',
    xTitle: 'a₁',
    yTitle: 'a₂',
    xBound: bound,
    yBound: bound,
  });
  readonly #map = new SignMap(this.#plane);
  readonly element = this.#map.element;
  readonly #lines = [1, 2].map((number) => ({
    line: svg('line', { class: 'edge' }),
    name: svg('text', { 'text-anchor': 'middle' }, String(number)),
    handle: svg(
      'g',
      { tabindex: 0, role: 'button', class: 'handle' },
      svg('circle', { r: 16, class: 'target' }),
      svg('rect', { x: -5, y: -5, width: 10, height: 10 }),
    ),
  }));
  #feet: readonly { x: number; y: number }[] = [];

  /** @param onLine - the reader puts the foot of a line somewhere: which, its direction in degrees, its distance */
  constructor(onLine: (index: number, angle: number, distance: number) => void, signal: AbortSignal) {
    const { picture } = this.#plane;
    const area = { x: inner.left, y: inner.top, width: inner.size, height: inner.size };
    const clip = svg('clipPath', { id: 'by-hand-inner' }, svg('rect', area));
    const marks = new PointMarks(this.#plane, 7);
    marks.show(corners.flat());
    const drawn = this.#lines.flatMap(({ line, name }) => [line, name]);
    const clipped = svg('g', { class: 'neuron-lines', 'clip-path': 'url(#by-hand-inner)' }, ...drawn);
    picture.append(clip, clipped, marks.element, ...this.#lines.map(({ handle }) => handle));
    this.#lines.forEach(({ handle }, i) => {
      const put = ({ x, y }: { x: number; y: number }): void => {
        const distance = Math.min(bound, Math.max(nearest, Math.hypot(x, y)));
        onLine(i, Math.round((Math.atan2(y, x) * 180) / Math.PI), Number(distance.toFixed(2)));
      };
      draggable(handle, {
        picture,
        signal,
        onMove: (place) => put(this.#plane.invert(place)),
        onArrow: (dx, dy) => {
          const { x, y } = this.#feet[i] as { x: number; y: number };
          put({ x: x + dx / 20, y: y + dy / 20 });
        },
      });
    });
  }

  showLines({ angle1, distance1, angle2, distance2 }: Settings): void {
    const { x, y } = this.#plane;
    const places = [
      [angle1, distance1],
      [angle2, distance2],
    ] as const;
    this.#feet = places.map(([angle, distance], i) => {
      const [ux, uy] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      const foot = { x: distance * ux, y: distance * uy };
      const far = 3 * bound;
      const drawn = this.#lines[i];
      if (!drawn) return foot;
      const { line, name, handle } = drawn;
      setAttributes(line, {
        x1: x(foot.x - far * uy),
        y1: y(foot.y + far * ux),
        x2: x(foot.x + far * uy),
        y2: y(foot.y - far * ux),
      });
      setAttributes(name, { x: x(foot.x + 0.22 * ux), y: y(foot.y + 0.22 * uy) + 4 });
      setAttributes(handle, {
        transform: `translate(${x(foot.x).toFixed(2)} ${y(foot.y).toFixed(2)})`,
        'aria-label': `line ${i + 1}, direction ${angle}°, distance ${distance}; arrow keys move it`,
      });
      return foot;
    });
  }

  showMap(values: Float32Array): void {
    this.#map.show({ values, size: mapSize }, 1);
  }
}
