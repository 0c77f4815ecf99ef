import {
  add,
  checkOptions,
  checkWhole,
  DtypeError,
  describeValue,
  gather,
  mul,
  oneHot,
  type Rng,
  range,
  reshape,
  ShapeError,
  showShape,
  shuffle,
  sub,
  type Tensor,
  ValueError,
} from '@descent/core';
import type { ImageBatch } from './augmentation.js';

/** Options of {@link mixUp} and {@link cutMix}. */
export interface MixingOptions {
  /** Number of classes, where targets are class indices: they become rows of shares. */
  readonly classCount?: number;
}

/** @throws ValueError unless alpha is a number above 0, classCount a whole number ≥ 1, where there is one, and there is no other option */
export function checkMixing(op: string, alpha: number, options: MixingOptions): void {
  const { classCount } = checkOptions(op, options, ['classCount']);
  if (!(alpha > 0 && Number.isFinite(alpha)))
    throw new ValueError(`${op}: alpha must be a finite number > 0, got ${describeValue(alpha)}`);
  if (classCount !== undefined) checkWhole(op, 'classCount', classCount);
}

/** Who each image is mixed with: the images of the batch in random order. */
export function partners(count: number, rng: Rng): Tensor {
  return shuffle(rng, range(0, count, 1, 'int32')) as Tensor;
}

/**
 * Targets as rows that can be mixed.
 * @throws DtypeError for class indices without the number of classes; ShapeError for masks and boxes, which cannot be, and,
 * on the CPU, E_INDEX for a class index outside of the classes
 */
export function mixableTargets(
  op: string,
  { y, masks, boxes }: ImageBatch,
  { classCount }: MixingOptions,
): Tensor | undefined {
  if (masks || boxes)
    throw new ShapeError(`${op}: mixes images and targets, the batch has ${masks ? 'masks' : 'boxes'}`, {
      fix: 'leave it out: masks and boxes of two images cannot be mixed',
    });
  if (!y) return undefined;
  if (classCount === undefined) {
    if (y.dtype === 'float32') return y;
    throw new DtypeError(
      `${op}: targets are ${y.dtype} ${showShape(y.shape)}, and class indices cannot be mixed`,
      {
        fix: `say how many classes there are: ${op}(alpha, { classCount: 10 }), and train with crossEntropyFromLogits`,
      },
    );
  }
  // Read from a list first: oneHot makes rows of zeros of indices outside, and so examples that count for nothing.
  if (y.rank === 1 && y.dtype === 'int32')
    return oneHot(gather(range(0, classCount, 1, 'int32') as Tensor, y) as Tensor, classCount) as Tensor;
  throw new DtypeError(
    `${op}: classCount is for class indices, int32 [batch]; targets are ${y.dtype} ${showShape(y.shape)}`,
    {
      fix: 'leave classCount out: rows of shares are mixed as they are',
    },
  );
}

/** share · x + (1 − share) · those of the partners; exactly x where an image is its own partner. */
export function mixed(x: Tensor, share: Tensor, order: Tensor): Tensor {
  const part = reshape(share, [...share.shape, ...x.shape.slice(1).map(() => 1)]) as Tensor;
  const others = gather(x, order);
  return add(others, mul(sub(x, others) as Tensor, part) as Tensor) as Tensor;
}
