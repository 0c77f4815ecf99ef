import { gather, sub, type Tensor, where } from '@descent/core';
import type { BatchAugmentation } from './augmentation.js';
import { drawBeta } from './beta.js';
import { draw } from './factor.js';
import { frameOf } from './frame.js';
import { checkMixing, type MixingOptions, mixableTargets, mixed, partners } from './mixing.js';
import { atMost, floorOf, minus, over, type PerImage, plus, rootOf, times } from './per-image.js';
import { inRectangle } from './rectangles.js';

/**
 * A rectangle of each image is taken from another of the batch, and the targets are mixed by the area that each has. The
 * rectangle has the image's shape and a share 1 − λ of its area, λ drawn from the beta distribution (α, α) for each
 * image.
 *
 * @param alpha - above 0. Default 1: all areas are equally likely
 * @throws ValueError for an alpha or number of classes out of range; when called, DtypeError for class indices without
 * `classCount`, ShapeError for masks and boxes, and E_INDEX for a class index that is not one of `classCount`
 * @see Keras `CutMix`, whose rectangles have no whole sides, and torchvision v2 `CutMix`, one rectangle for the batch,
 * which may hang over the edge; Yun et al., CutMix, arXiv:1905.04899
 * @example augment([cutMix(1, { classCount: 10 })])
 */
export function cutMix(alpha = 1, options: MixingOptions = {}): BatchAugmentation {
  checkMixing('cutMix', alpha, options);
  return {
    kind: 'cutMix',
    classCount: options.classCount,
    change(batch, rng) {
      const y = mixableTargets('cutMix', batch, options);
      const frame = frameOf(batch.x);
      const { count, height, width } = frame;
      const order = partners(count, rng);
      const side = rootOf(sub(1, drawBeta(alpha, count, rng)) as Tensor);
      const [columns, rows] = [width, height].map((size) => wholePart(side, size)) as [PerImage, PerImage];
      const left = floorOf(times(draw([0, 1], count, rng), minus(width + 1, columns)));
      const top = floorOf(times(draw([0, 1], count, rng), minus(height + 1, rows)));
      const taken = inRectangle({ left, right: plus(left, columns), top, bottom: plus(top, rows) }, frame);
      const x = where(taken, gather(batch.x, order), batch.x) as Tensor;
      if (!y) return { ...batch, x };
      const share = minus(1, over(times(columns, rows), height * width)) as Tensor;
      return { ...batch, x, y: mixed(y, share, order) };
    },
  };
}

/** The nearest whole number of pixels. */
function wholePart(side: PerImage, size: number): PerImage {
  return atMost(floorOf(plus(times(side, size), 0.5)), size);
}
