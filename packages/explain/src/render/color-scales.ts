import { type Oklab, oklabOf, rgbOf } from './oklab.js';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours from the least value to the largest. */
export type ColorScale = readonly Rgb[];

/** Name of a scale. */
export type ColorScaleName = 'diverging' | 'sequential' | 'grey';

/** Colours that a scale runs through, equally far apart. */
const stops = {
  // Orange for what is negative, blue for what is positive: told apart in every kind of colour vision.
  diverging: [
    [230, 159, 0],
    [243, 244, 246],
    [0, 114, 178],
  ],
  // Ever lighter, so that the order is seen without colours too.
  sequential: [
    [16, 20, 52],
    [0, 82, 132],
    [60, 146, 142],
    [178, 198, 108],
    [253, 240, 176],
  ],
} as const satisfies Readonly<Record<string, readonly Rgb[]>>;

/**
 * The colour scales: `diverging` for signs (orange, white, blue), `sequential` for sizes (dark to light), `grey` for
 * pictures. All are safe for colour-blind eyes. The first two run evenly in OKLab between their colours; the grey of a share is that share of
 * white, as pictures have it.
 */
export const colorScales: Readonly<Record<ColorScaleName, ColorScale>> = {
  diverging: scaleThrough(stops.diverging),
  sequential: scaleThrough(stops.sequential),
  grey: Array.from({ length: 256 }, (_, i) => [i, i, i]),
};

/**
 * The colour of a value in a range; what lies outside has the colour of the end.
 *
 * @example colorAt('diverging', 0, [-1, 1]) // [243, 244, 246]
 */
export function colorAt(
  scale: ColorScaleName | ColorScale,
  value: number,
  [least, most]: readonly [least: number, most: number],
): Rgb {
  const colors = typeof scale === 'string' ? colorScales[scale] : scale;
  const share = most > least ? (value - least) / (most - least) : 0.5;
  const index = Math.round(Math.min(1, Math.max(0, share)) * (colors.length - 1));
  return colors[index] as Rgb;
}

function scaleThrough(colors: readonly Rgb[]): ColorScale {
  const points = colors.map(oklabOf);
  const last = points.length - 1;
  // An odd number, so that 0 has the colour in the middle.
  return Array.from({ length: 255 }, (_, i) => {
    const at = (i / 254) * last;
    const before = Math.min(last - 1, Math.floor(at));
    const [from, to] = [points[before], points[before + 1]] as [Oklab, Oklab];
    const mixed = from.map((value, k) => value + ((to[k] as number) - value) * (at - before));
    return rgbOf(mixed as unknown as Oklab);
  });
}
