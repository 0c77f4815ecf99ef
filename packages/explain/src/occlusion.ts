import {
  checkOptions,
  compile,
  describeValue,
  type HostTensor,
  type Pair,
  ShapeError,
  showShape,
  sizesOf,
  type Tensor,
  tensor,
  ValueError,
  where,
} from '@descent/core';
import { checkModel, type ExplainedModel } from './check-model.js';
import { onHost } from './on-host.js';
import { outputsOf, pick, scored, type Target } from './scores.js';

/** Options of {@link occlusion}. */
export interface OcclusionOptions {
  /** Size of the patch: one number, or [height, width]. */
  readonly window: Pair;
  /** How far it moves. Default 1. */
  readonly strides?: Pair;
  /** What the patch is filled with. Default 0. */
  readonly baseline?: number;
  /** Which output to explain: one for all examples, or one for each. Default: the largest of each example. */
  readonly target?: Target;
}

/** What a score loses where the picture is covered. */
export interface Occlusion {
  /** The outputs that were explained, one for each example. */
  readonly targets: readonly number[];
  /** Their values for the whole picture. */
  readonly scores: readonly number[];
  /** First row of the patch in each row of `drops`. */
  readonly tops: readonly number[];
  /** First column of the patch in each column of `drops`. */
  readonly lefts: readonly number[];
  /** Score less the score with the patch: [batch, tops, lefts]. */
  readonly drops: HostTensor<Float32Array>;
  /** For each pixel the mean drop of all patches over it: [batch, height, width]. */
  readonly map: HostTensor<Float32Array>;
}

/** Pictures in one pass. */
const mostAtOnce = 64;

/**
 * Occlusion: covers the picture with a patch, place by place, and looks how far the score falls. The last patches of a
 * row and column end at the border, whatever the strides.
 *
 * @param x - float32 pictures, [batch, height, width, channels]
 * @throws ValueError for what is no model of one input and one output and for options out of range, ShapeError and
 * DtypeError for an input that does not fit or is no picture, and for a patch larger than it
 * @example
 * const { map } = await occlusion(model, pictures, { window: 5, strides: 2 });
 * map.shape; // [8, 28, 28]
 * @see Zeiler, Fergus: Visualizing and Understanding Convolutional Networks, 2014
 */
export async function occlusion(
  model: ExplainedModel,
  x: Tensor,
  options: OcclusionOptions,
): Promise<Occlusion> {
  checkModel('occlusion', model);
  const names = ['window', 'strides', 'baseline', 'target'] as const;
  const { window, strides = 1, baseline = 0, target } = checkOptions('occlusion', options, names);
  const patch = sizesOf('occlusion', 'window', window, 2) as readonly [number, number];
  const steps = sizesOf('occlusion', 'strides', strides, 2) as readonly [number, number];
  if (!Number.isFinite(baseline)) {
    throw new ValueError(`occlusion: baseline must be a finite number, got ${describeValue(baseline)}`);
  }
  const { height, width } = pictureOf(model, patch);
  const [tops, lefts] = [placesOf(height, patch[0], steps[0]), placesOf(width, patch[1], steps[1])];
  const places = tops.flatMap((top) => lefts.map((left) => [top, left] as const));
  const { targets, scores, chosen } = await onHost(() => scored('occlusion', model, x, target));
  const batchSize = scores.values.length;
  const atOnce = Math.max(1, Math.floor(mostAtOnce / batchSize));
  const covered = compile((given: Tensor, masks: Tensor, picked: Tensor) => {
    const count = masks.shape[0] as number;
    const all = where(
      masks.reshape([count, 1, height, width, 1]),
      baseline,
      given.reshape([1, ...given.shape]),
    );
    const outputs = outputsOf(model, all.reshape([count * batchSize, ...given.shape.slice(1)]) as Tensor);
    return pick(outputs.reshape([count, batchSize, -1]), picked);
  });
  const drops = new Float32Array(batchSize * places.length);
  const picked = tensor(chosen.values, chosen.shape);
  try {
    for (let from = 0; from < places.length; from += atOnce) {
      const some = places.slice(from, from + atOnce);
      const { values } = await onHost(() => covered(x, masksOf(some, patch, height, width), picked));
      values.forEach((value, i) => {
        const [place, example] = [from + Math.floor(i / batchSize), i % batchSize];
        drops[example * places.length + place] = (scores.values[example] as number) - value;
      });
    }
  } finally {
    covered.dispose();
    picked.dispose();
  }
  return {
    targets: [...targets.values],
    scores: [...scores.values],
    tops,
    lefts,
    drops: { shape: [batchSize, tops.length, lefts.length], dtype: 'float32', values: drops },
    map: {
      shape: [batchSize, height, width],
      dtype: 'float32',
      values: spread(drops, places, patch, batchSize, height, width),
    },
  };
}

/**
 * The size of the pictures that a model takes.
 * @throws ShapeError when it takes others things, or none that the patch fits into
 */
function pictureOf(
  model: ExplainedModel,
  patch: readonly [number, number],
): { readonly height: number; readonly width: number } {
  const shape = model.inputs[0]?.shape ?? [];
  if (shape.length !== 3) {
    throw new ShapeError(
      `occlusion: expects a model of pictures [height, width, channels], got ${showShape(shape)}`,
    );
  }
  const [height, width] = shape as readonly [number, number];
  if (patch[0] <= height && patch[1] <= width) return { height, width };
  throw new ShapeError(
    `occlusion: the window is ${showShape(patch)}, pictures are ${showShape([height, width])}`,
  );
}

/** Where a window begins along an axis; the last one ends at the border. */
function placesOf(size: number, window: number, stride: number): readonly number[] {
  const count = Math.ceil((size - window) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, size - window));
}

function masksOf(
  places: readonly (readonly [number, number])[],
  [rows, columns]: readonly [number, number],
  height: number,
  width: number,
): Tensor {
  const values = new Uint8Array(places.length * height * width);
  places.forEach(([top, left], i) => {
    for (let row = top; row < top + rows; row++) {
      const begin = (i * height + row) * width + left;
      values.fill(1, begin, begin + columns);
    }
  });
  return tensor(values, [places.length, height, width], 'bool') as Tensor;
}

/** For each pixel the mean over the patches that cover it; 0 where none does. */
function spread(
  drops: Float32Array,
  places: readonly (readonly [number, number])[],
  [rows, columns]: readonly [number, number],
  batchSize: number,
  height: number,
  width: number,
): Float32Array {
  const sums = new Float64Array(batchSize * height * width);
  const counts = new Float64Array(height * width);
  places.forEach(([top, left], place) => {
    for (let row = top; row < top + rows; row++) {
      for (let column = left; column < left + columns; column++) {
        const pixel = row * width + column;
        counts[pixel] = (counts[pixel] as number) + 1;
        for (let n = 0; n < batchSize; n++) {
          const at = n * height * width + pixel;
          sums[at] = (sums[at] as number) + (drops[n * places.length + place] as number);
        }
      }
    }
  });
  return Float32Array.from(sums, (sum, i) => sum / Math.max(1, counts[i % (height * width)] as number));
}
