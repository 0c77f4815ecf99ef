import type { BatchAugmentation } from './augmentation.js';
import { drawBeta } from './beta.js';
import { frameOf } from './frame.js';
import { checkMixing, type MixingOptions, mixableTargets, mixed, partners } from './mixing.js';

/**
 * Each image becomes a mean of itself and another of the batch, λ x + (1 − λ) x′, and so do their targets, so that a net
 * learns to go straight from one class to the other. λ is drawn from the beta distribution (α, α) for each image.
 *
 * @param alpha - above 0; the smaller, the more images stay nearly as they are. Default 0.2
 * @throws ValueError for an alpha or number of classes out of range; when called, DtypeError for class indices without
 * `classCount`, ShapeError for masks and boxes, and E_INDEX for a class index that is not one of `classCount`
 * @see Keras `MixUp`, the same; torchvision v2 `MixUp`, which draws one λ for the batch and mixes neighbours; Zhang et al.,
 * mixup: beyond empirical risk minimization, arXiv:1710.09412
 * @example augment([mixUp(0.2, { classCount: 10 })])
 */
export function mixUp(alpha = 0.2, options: MixingOptions = {}): BatchAugmentation {
  checkMixing('mixUp', alpha, options);
  return {
    kind: 'mixUp',
    classCount: options.classCount,
    change(batch, rng) {
      const y = mixableTargets('mixUp', batch, options);
      const { count } = frameOf(batch.x);
      const order = partners(count, rng);
      const share = drawBeta(alpha, count, rng);
      const x = mixed(batch.x, share, order);
      return y ? { ...batch, x, y: mixed(y, share, order) } : { ...batch, x };
    },
  };
}
