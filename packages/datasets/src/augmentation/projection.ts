import { minus, over, type PerImage, plus, times } from './per-image.js';

/**
 * A matrix of 3 × 3, row by row, for each image: a pixel (x, y) of the result is read at (X / k, Y / k) with
 * [X, Y, k] = matrix · [x, y, 1].
 */
export type Projection = readonly [
  PerImage,
  PerImage,
  PerImage,
  PerImage,
  PerImage,
  PerImage,
  PerImage,
  PerImage,
  PerImage,
];

/** Every pixel where it is. */
export const unmoved: Projection = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Whether no image is moved. */
export function isUnmoved(projection: Projection): boolean {
  return projection.every((entry, i) => entry === unmoved[i]);
}

/** x read `left` to the right and y `down` below. */
export function shift(left: PerImage, down: PerImage): Projection {
  return [1, 0, left, 0, 1, down, 0, 0, 1];
}

/** x and y read at multiples of themselves. */
export function stretch(x: PerImage, y: PerImage): Projection {
  return [x, 0, 0, 0, y, 0, 0, 0, 1];
}

/** The matrix [[a, b], [c, d]] around the middle of the images, (width − 1) / 2 and (height − 1) / 2. */
export function aroundMiddle(
  [a, b, c, d]: readonly [PerImage, PerImage, PerImage, PerImage],
  { width, height }: { readonly width: number; readonly height: number },
): Projection {
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  const right = minus(x, plus(times(a, x), times(b, y)));
  const down = minus(y, plus(times(c, x), times(d, y)));
  return [a, b, right, c, d, down, 0, 0, 1];
}

/** Two moves as one: the images are moved by the first, and the result by the second. */
export function joined(first: Projection, second: Projection): Projection {
  const entry = (row: number, column: number): PerImage =>
    [0, 1, 2].reduce<PerImage>(
      (sum, k) => plus(sum, times(first[3 * row + k] as PerImage, second[3 * k + column] as PerImage)),
      0,
    );
  return unmoved.map((_, i) => entry(Math.floor(i / 3), i % 3)) as unknown as Projection;
}

/** The way back, but for a factor that projections do not see. */
export function inverse([a, b, c, d, e, f, g, h, i]: Projection): Projection {
  const minor = (p: PerImage, q: PerImage, r: PerImage, s: PerImage): PerImage =>
    minus(times(p, s), times(q, r));
  return [
    minor(e, f, h, i),
    minor(c, b, i, h),
    minor(b, c, e, f),
    minor(f, d, i, g),
    minor(a, c, g, i),
    minor(c, a, f, d),
    minor(d, e, g, h),
    minor(b, a, h, g),
    minor(a, b, d, e),
  ];
}

/** The first eight entries with the last made 1. */
export function normalized(projection: Projection): readonly PerImage[] {
  return projection.slice(0, 8).map((entry) => over(entry, projection[8]));
}
