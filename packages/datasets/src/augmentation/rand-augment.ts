import {
  checkOptions,
  checkWhole,
  describeValue,
  equal,
  type Rng,
  type Tensor,
  ValueError,
  where,
} from '@descent/core';
import type {
  BatchAugmentation,
  GeometricAugmentation,
  ImageBatch,
  PixelAugmentation,
  ResamplingOptions,
} from './augmentation.js';
import { autoContrast } from './auto-contrast.js';
import { draw } from './factor.js';
import { frameOf } from './frame.js';
import { moveBatch } from './move-batch.js';
import { besideImages, floorOf } from './per-image.js';
import { posterize } from './posterize.js';
import { joined, unmoved } from './projection.js';
import { movedWhere } from './random-apply.js';
import { randomBrightness } from './random-brightness.js';
import { randomContrast } from './random-contrast.js';
import { randomRotation } from './random-rotation.js';
import { randomSaturation } from './random-saturation.js';
import { randomSharpness } from './random-sharpness.js';
import { randomShear } from './random-shear.js';
import { randomTranslation } from './random-translation.js';
import { resamplingOf } from './resampling.js';
import { solarize } from './solarize.js';
import { type ValueRangeOptions, valueRangeOf } from './value-range.js';

/** Options of {@link randAugment}. */
export interface RandAugmentOptions extends ResamplingOptions, ValueRangeOptions {
  /** Changes of each image. Default 2. */
  readonly count?: number;
  /** How strong they are, from 0 to 1. Default 0.5. */
  readonly factor?: number;
}

/**
 * A few changes for each image, drawn from a list, all of one strength: two numbers to choose in place of many. The list:
 * nothing, a turn (up to 30° at factor 1), leaning to either side (0.3), a shift on either axis (0.45), brightness (0.5),
 * contrast, colour and sharpness (0.9), fewer shades (4 bits), solarizing (all), and all the contrast that there is. Grey
 * images have no colour to change. All moves of an image are made first, as one. Factor 0 changes nothing.
 *
 * @throws ValueError for a count that is no whole number ≥ 0, a factor outside [0, 1] and unknown options
 * @see Keras `RandAugment`, which draws the changes once for the batch; torchvision `RandAugment`, for which all draws are
 * as strong as they may be (magnitude 9 of 30 is factor 0.3); both also equalize histograms. Cubuk et al., RandAugment,
 * arXiv:1909.13719
 * @example augment([randAugment({ count: 2, factor: 0.3 })])
 */
export function randAugment(options: RandAugmentOptions = {}): BatchAugmentation {
  const chosen = checkOptions('randAugment', options, [
    'count',
    'factor',
    'valueRange',
    'fillMode',
    'fillValue',
    'interpolation',
  ]);
  const { count = 2, factor = 0.5, valueRange: given, ...reading } = chosen;
  checkWhole('randAugment', 'count', count, 0);
  if (!(typeof factor === 'number' && factor >= 0 && factor <= 1))
    throw new ValueError(`randAugment: factor must lie in [0, 1], got ${describeValue(factor)}`);
  const resampling = resamplingOf('randAugment', reading);
  const valueRange = valueRangeOf('randAugment', { valueRange: given });
  const moves = movesOf(factor);
  return {
    kind: 'randAugment',
    change(batch, rng) {
      // Spreading the contrast has no strength: it would change images at any.
      if (factor === 0) return batch;
      const frame = frameOf(batch.x);
      const repaints = repaintsOf(factor, valueRange, batch.x.shape[3] === 3);
      const kindCount = 1 + moves.length + repaints.length;
      const rounds = Array.from({ length: count }, () => floorOf(draw([0, kindCount], frame.count, rng)));
      const chosenIn = rounds.map((drawn) => (kind: number) => equal(drawn, kind) as Tensor);
      const changed = moveChosen(batch, moves, chosenIn, resampling, rng);
      let { x } = changed;
      for (const isChosen of chosenIn) {
        for (const [i, { repaint }] of repaints.entries()) {
          const chosen = besideImages(isChosen(1 + moves.length + i)) as Tensor;
          x = where(chosen, repaint(x, rng), x) as Tensor;
        }
      }
      return { ...changed, x };
    },
  };
}

/** All moves that were drawn, as one; they are kinds 1, 2, …. */
function moveChosen(
  batch: ImageBatch,
  moves: readonly GeometricAugmentation[],
  chosenIn: readonly ((kind: number) => Tensor)[],
  resampling: Required<ResamplingOptions>,
  rng: Rng,
): ImageBatch {
  const frame = frameOf(batch.x);
  let projection = unmoved;
  for (const isChosen of chosenIn) {
    const chosen = moves.reduce(
      (other, each, i) => movedWhere(isChosen(1 + i), each.move(frame, rng), other),
      unmoved,
    );
    projection = joined(projection, chosen);
  }
  return moveBatch(batch, projection, [frame.height, frame.width], resampling);
}

function movesOf(factor: number): readonly GeometricAugmentation[] {
  return [
    randomRotation((factor * 30) / 360),
    randomShear(factor * 0.3),
    randomShear(0, factor * 0.3),
    randomTranslation(factor * 0.45, 0),
    randomTranslation(0, factor * 0.45),
  ];
}

function repaintsOf(
  factor: number,
  valueRange: readonly [number, number],
  hasColors: boolean,
): readonly PixelAugmentation[] {
  const values = { valueRange };
  return [
    randomBrightness(factor * 0.5, values),
    randomContrast(factor * 0.9, values),
    randomSharpness(factor * 0.9, values),
    posterize(8 - Math.round(factor * 4), values),
    solarize(1 - factor, values),
    autoContrast(values),
    ...(hasColors ? [randomSaturation(factor * 0.9, values)] : []),
  ];
}
