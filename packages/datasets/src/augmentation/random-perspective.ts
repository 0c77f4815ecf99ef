import { describeValue, ValueError } from '@descent/core';
import type { GeometricAugmentation, ResamplingOptions } from './augmentation.js';
import { draw } from './factor.js';
import { minus, over, type PerImage, plus, times } from './per-image.js';
import { inverse, joined, type Projection, shift, stretch, unmoved } from './projection.js';
import { resamplingOf } from './resampling.js';

/**
 * Images seen from aside: each corner is moved inwards, up to `distortion` of the way to the middle on each axis, and
 * the rest follows in perspective.
 *
 * @param distortion - from 0, nothing, to 1, where corners can meet
 * @throws ValueError for a distortion outside [0, 1] and unknown options
 * @see torchvision `RandomPerspective`, which moves corners by whole pixels, fills with a constant and does so to half
 * of the images, as `randomApply(randomPerspective(0.5), 0.5)`; Keras `RandomPerspective`, whose corners also move
 * outwards and whose upper left one stays
 * @example augment([randomPerspective(0.3)])
 */
export function randomPerspective(
  distortion: number,
  options: ResamplingOptions = {},
): GeometricAugmentation {
  const op = 'randomPerspective';
  if (!(typeof distortion === 'number' && distortion >= 0 && distortion <= 1))
    throw new ValueError(`${op}: distortion must lie in [0, 1], got ${describeValue(distortion)}`);
  return {
    kind: op,
    resampling: resamplingOf(op, options),
    move({ count, height, width }, rng) {
      if (distortion === 0) return unmoved;
      const inwards = (size: number): PerImage => draw([0, (distortion * size) / 2], count, rng);
      const seen = seenInQuadrilateral(
        [
          [inwards(width), inwards(height)],
          [minus(width, inwards(width)), inwards(height)],
          [minus(width, inwards(width)), minus(height, inwards(height))],
          [inwards(width), minus(height, inwards(height))],
        ],
        height,
        width,
      );
      // Corners are those of pixels, half a pixel from the middle of one.
      return joined(joined(shift(-0.5, -0.5), seen), shift(0.5, 0.5));
    },
  };
}

/** A point: x and y. */
type Point = readonly [PerImage, PerImage];

/**
 * An image whose corners (0, 0), (width, 0), (width, height), (0, height) are seen at four points: the projection of the
 * unit square (Heckbert, Fundamentals of texture mapping and image warping, 1989, 2.2.3), backwards.
 */
export function seenInQuadrilateral(
  [[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: readonly [Point, Point, Point, Point],
  height: number,
  width: number,
): Projection {
  const [dx1, dx2, dy1, dy2] = [minus(x1, x2), minus(x3, x2), minus(y1, y2), minus(y3, y2)];
  const [sx, sy] = [plus(minus(x0, x1), minus(x2, x3)), plus(minus(y0, y1), minus(y2, y3))];
  const area = minus(times(dx1, dy2), times(dx2, dy1));
  const g = over(minus(times(sx, dy2), times(dx2, sy)), area);
  const h = over(minus(times(dx1, sy), times(sx, dy1)), area);
  const squareToPoints: Projection = [
    plus(minus(x1, x0), times(g, x1)),
    plus(minus(x3, x0), times(h, x3)),
    x0,
    plus(minus(y1, y0), times(g, y1)),
    plus(minus(y3, y0), times(h, y3)),
    y0,
    g,
    h,
    1,
  ];
  return joined(stretch(width, height), inverse(squareToPoints));
}
