import { scaleLinear } from 'd3-scale';
import { svg } from './svg.js';

/** A square picture with the numbers from −bound to bound along both axes, or from another start. */
export interface Plane {
  readonly picture: SVGSVGElement;
  /** Below everything that is added later. */
  readonly ground: SVGGElement;
  x(value: number): number;
  y(value: number): number;
  /** The numbers at a place in the picture. */
  invert(place: { x: number; y: number }): { x: number; y: number };
}

/** Edge of the picture in its own units, and the room for the tick labels. */
export const pictureSize = 360;
const margin = { left: 34, right: 10, top: 10, bottom: 34 };
/** The part of the picture that shows values. */
export const inner = {
  left: margin.left,
  top: margin.top,
  size: pictureSize - margin.left - margin.right,
} as const;

/** Draws axes with ticks and titles; the caller adds what is to be seen. */
export function plane(options: {
  readonly label: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xBound: number;
  readonly yBound: number;
  /** Where the axes begin. Default: as far below 0 as they end above. */
  readonly xFrom?: number;
  readonly yFrom?: number;
  /** The text of a tick; none where it is empty. Default: the number. */
  readonly xText?: (tick: number) => string;
  readonly yText?: (tick: number) => string;
}): Plane {
  const { xBound, yBound, xFrom = -xBound, yFrom = -yBound, xText = show, yText = show } = options;
  const { left, top, size } = inner;
  const x = scaleLinear([xFrom, xBound], [left, left + size]);
  const y = scaleLinear([yFrom, yBound], [top + size, top]);
  const ticks = svg('g', { class: 'ticks', 'aria-hidden': 'true' });
  for (const tick of x.ticks(5)) {
    ticks.append(svg('line', { x1: x(tick), x2: x(tick), y1: top, y2: top + size }));
    const text = xText(tick);
    // A long number at the border would not fit beneath its middle.
    const isTooLong = text.length > 2 && x(tick) > left + size - 4;
    const [at, anchor] = isTooLong ? [left + size + margin.right, 'end'] : [x(tick), 'middle'];
    ticks.append(svg('text', { x: at, y: top + size + 15, 'text-anchor': anchor }, text));
  }
  for (const tick of y.ticks(5)) {
    ticks.append(svg('line', { x1: left, x2: left + size, y1: y(tick), y2: y(tick) }));
    ticks.append(svg('text', { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, yText(tick)));
  }
  ticks.append(
    svg('text', { x: left + size, y: top + size + 30, 'text-anchor': 'end', class: 'title' }, options.xTitle),
    svg('text', { x: left + 6, y: top + 14, class: 'title' }, options.yTitle),
  );
  const ground = svg('g');
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${pictureSize} ${pictureSize}`, role: 'group', 'aria-label': options.label },
    ground,
    ticks,
  );
  return { picture, ground, x, y, invert: (place) => ({ x: x.invert(place.x), y: y.invert(place.y) }) };
}

function show(tick: number): string {
  return String(tick).replace('-', '−');
}

/** The text of a tick of an axis of decimal logarithms: the number at whole ones, nothing between. */
export function powerOfTen(tick: number): string {
  return Number.isInteger(tick) ? (tick < -2 || tick > 4 ? `1e${show(tick)}` : String(10 ** tick)) : '';
}
