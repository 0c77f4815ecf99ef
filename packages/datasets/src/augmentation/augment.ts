import {
  type Compiled,
  cast,
  compile,
  DtypeError,
  describeValue,
  Rng,
  ShapeError,
  showShape,
  ValueError,
} from '@descent/core';
import type { Augmentation, GeometricAugmentation, ImageBatch } from './augmentation.js';
import { frameOf } from './frame.js';
import { moveBatch } from './move-batch.js';
import { joined, unmoved } from './projection.js';

/** Augmentations in a row, ready for batches. */
export interface Augmenter {
  /**
   * Changes a batch anew. Targets and whatever else is there come along.
   *
   * @returns float32 images and the rest, in tensors of their own
   * @throws ValueError for what are no tensors; ShapeError unless images are [batch, height, width, channels] and the rest
   * fits; DtypeError for bool
   */
  <B extends ImageBatch>(batch: B, rng: Rng): B;
  /** What it is made of, in order. */
  readonly augmentations: readonly Augmentation[];
  /** Frees the plans; the next call makes a new one. */
  dispose(): void;
}

/**
 * Augmentations, one after another, as a function of a batch: the same pictures moved, turned, lit and hidden in new
 * ways, so that a net meets each in more forms than there are and learns what does not change the answer. It is meant
 * for training alone: what is measured is not changed.
 *
 * Each image gets draws of its own. Equal seeds give equal draws on every backend, and equal bits on the same one. The
 * function is traced once for each signature of a batch and replayed, as long as the source of random numbers stays the
 * same; inside another traced or differentiated function it simply runs, so gradients flow through it to the images.
 *
 * Geometric augmentations that follow one another are joined into one matrix, and the pixels are read once: that is
 * faster, blurs less, and keeps what one moves out of the image and the next moves in again. Only a different fill mode,
 * fill value or interpolation, or a change of values between them, asks for another reading.
 *
 * @throws ValueError for anything but augmentations
 * @see Keras `Pipeline`, torchvision `Compose`
 * @example
 * const change = augment([randomFlip('horizontal'), randomRotation(0.1), randomBrightness(0.2)]);
 * const { x, y } = change({ x: images, y: labels }, new Rng(1));
 */
export function augment(augmentations: readonly (Augmentation | readonly Augmentation[])[]): Augmenter {
  if (!Array.isArray(augmentations)) {
    throw new ValueError(`augment: expects a list of augmentations, got ${describeValue(augmentations)}`);
  }
  const list = augmentations.flat() as readonly Augmentation[];
  for (const each of list) checkAugmentation(each);
  const passes = passesOf(list);
  const run = (batch: ImageBatch, rng: Rng): ImageBatch => {
    let changed: ImageBatch = { ...batch, x: cast(batch.x, 'float32') };
    for (const pass of passes) changed = pass(changed, rng);
    return changed;
  };
  let last: { readonly rng: Rng; readonly run: Compiled<[ImageBatch], ImageBatch> } | undefined;
  const dispose = (): void => {
    last?.run.dispose();
    last = undefined;
  };
  const augmenter = (batch: ImageBatch, rng: Rng): ImageBatch => {
    checkKinds(batch, rng);
    checkBatch(batch);
    if (last?.rng !== rng) {
      dispose();
      last = { rng, run: compile((given: ImageBatch) => run(given, rng)) };
    }
    return last.run(batch);
  };
  return Object.assign(augmenter, { augmentations: list, dispose }) as Augmenter;
}

type Pass = (batch: ImageBatch, rng: Rng) => ImageBatch;

/** The list with geometric augmentations that can be joined in one pass. */
function passesOf(list: readonly Augmentation[]): Pass[] {
  const passes: Pass[] = [];
  let moves: GeometricAugmentation[] = [];
  const finish = (): void => {
    if (moves.length > 0) passes.push(movingBy(moves));
    moves = [];
  };
  for (const each of list) {
    if ('move' in each) {
      if (!readAlike([...moves, each])) finish();
      moves.push(each);
      continue;
    }
    finish();
    if ('change' in each) passes.push((batch, rng) => each.change(batch, rng));
    else passes.push((batch, rng) => ({ ...batch, x: each.repaint(batch.x, rng) }));
  }
  finish();
  return passes;
}

/** Whether pixels can be read once for all: those that need none outside fit with any. */
function readAlike(moves: readonly GeometricAugmentation[]): boolean {
  const [first, ...others] = moves.flatMap(({ resampling }) => resampling ?? []);
  return others.every(
    ({ fillMode, fillValue, interpolation }) =>
      fillMode === first?.fillMode && fillValue === first.fillValue && interpolation === first.interpolation,
  );
}

/** All moves as one. */
function movingBy(moves: readonly GeometricAugmentation[]): Pass {
  const resampling = moves.find((each) => each.resampling)?.resampling;
  return (batch, rng) => {
    let projection = unmoved;
    let frame = frameOf(batch.x);
    for (const each of moves) {
      projection = joined(projection, each.move(frame, rng));
      const [height, width] = each.size ?? [frame.height, frame.width];
      frame = { ...frame, height, width };
    }
    return moveBatch(batch, projection, [frame.height, frame.width], resampling);
  };
}

function checkAugmentation(each: unknown): void {
  const isOne =
    typeof each === 'object' && each !== null && ('move' in each || 'repaint' in each || 'change' in each);
  if (isOne) return;
  throw new ValueError(`augment: expects augmentations, got ${describeValue(each)}`, {
    fix: 'call what makes them: randomFlip(), randomRotation(0.1)',
  });
}

/** What is no tensor, as whoever gives images alone, or forgets the source of random numbers, finds out. */
function checkKinds(batch: unknown, rng: unknown): void {
  const isTensor = (given: unknown): boolean =>
    typeof given === 'object' && given !== null && 'rank' in given && 'dtype' in given;
  const parts = typeof batch === 'object' && batch !== null ? Object.entries(batch) : [];
  if (isTensor(batch) || !parts.some(([name]) => name === 'x')) {
    throw new ValueError(
      `augment: expects a batch { x }, got ${isTensor(batch) ? 'a tensor' : describeValue(batch)}`,
      {
        fix: 'give the images as x: change({ x: images }, new Rng(1))',
      },
    );
  }
  for (const [name, value] of parts) {
    if (
      !['x', 'y', 'masks', 'boxes'].includes(name) ||
      (value === undefined && name !== 'x') ||
      isTensor(value)
    )
      continue;
    throw new ValueError(`augment: ${name} must be a tensor, got ${describeValue(value)}`);
  }
  if (rng instanceof Rng) return;
  throw new ValueError(`augment: expects a source of random numbers, got ${describeValue(rng)}`, {
    fix: 'give one, and the same for all batches: change({ x: images }, rng), with const rng = new Rng(1)',
  });
}

function checkBatch({ x, y, masks, boxes }: ImageBatch): void {
  const problem = (text: string, fix?: string): ShapeError =>
    new ShapeError(`augment: ${text}`, fix === undefined ? {} : { fix });
  if (x.rank !== 4) {
    throw problem(
      `expects images [batch, height, width, channels], got ${showShape(x.shape)}`,
      'add the missing axes with reshape, for example a batch of 1: x.reshape([1, height, width, channels])',
    );
  }
  if (x.dtype === 'bool')
    throw new DtypeError('augment: images are bool, expects numbers', {
      fix: "cast them: cast(x, 'float32')",
    });
  const [count, height, width] = x.shape;
  if (y && (y.rank === 0 || y.shape[0] !== count))
    throw problem(
      `images are ${showShape(x.shape)}, targets ${showShape(y.shape)}; expects one target per image`,
    );
  if (masks && !(masks.rank === 4 && [count, height, width].every((n, axis) => masks.shape[axis] === n))) {
    throw problem(
      `images are ${showShape(x.shape)}, masks ${showShape(masks.shape)}; expects [${count}, ${height}, ${width}, masks]`,
    );
  }
  if (boxes && !(boxes.rank === 3 && boxes.shape[0] === count && boxes.shape[2] === 4)) {
    throw problem(
      `images are ${showShape(x.shape)}, boxes ${showShape(boxes.shape)}; expects [${count}, boxes, 4]`,
      'give each box as left, top, right, bottom, in pixels',
    );
  }
}
