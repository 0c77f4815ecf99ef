import {
  affineTransform,
  clip,
  fill,
  max,
  min,
  reshape,
  type Shape,
  slice,
  stack,
  Tensor,
} from '@descent/core';
import type { ImageBatch, ResamplingOptions } from './augmentation.js';
import { minus, over, type PerImage, plus, times } from './per-image.js';
import { inverse, isUnmoved, normalized, type Projection } from './projection.js';

/** How what has no pixels outside of its own is read. */
const exact: Required<ResamplingOptions> = { fillMode: 'constant', fillValue: 0, interpolation: 'nearest' };

/** Images, masks and boxes moved; [height, width] of the results is `size`. */
export function moveBatch(
  batch: ImageBatch,
  projection: Projection,
  size: readonly [number, number],
  resampling: Required<ResamplingOptions> | undefined,
): ImageBatch {
  const { x, masks, boxes } = batch;
  const [count, height, width] = x.shape as readonly [number, number, number];
  if (isUnmoved(projection) && size[0] === height && size[1] === width) return batch;
  const rows = rowsOf(projection, count);
  const moved: { -readonly [K in keyof ImageBatch]: ImageBatch[K] } = {
    ...batch,
    x: affineTransform(x, rows, { ...(resampling ?? exact), size }) as Tensor,
  };
  if (masks) {
    const { fillMode } = resampling ?? exact;
    moved.masks = affineTransform(masks, rows, { ...exact, fillMode, size }) as Tensor;
  }
  if (boxes) moved.boxes = moveBoxes(boxes, projection, size);
  return moved;
}

/** [batch, 8], or [1, 8] where all images are moved alike. */
function rowsOf(projection: Projection, count: number): Tensor {
  const entries = normalized(projection);
  const shared = entries.every((entry) => typeof entry === 'number');
  const shape: Shape = [shared ? 1 : count];
  return stack(
    entries.map((entry) => (typeof entry === 'number' ? (fill(shape, entry) as Tensor) : entry)),
    1,
  );
}

/** The smallest upright boxes around the corners of moved ones, inside the image. Edges lie half a pixel before pixels. */
function moveBoxes(
  boxes: Tensor,
  projection: Projection,
  [height, width]: readonly [number, number],
): Tensor {
  const [count, boxCount] = boxes.shape as readonly [number, number];
  const [a, b, c, d, e, f, g, h, i] = inverse(projection).map((entry) =>
    entry instanceof Tensor ? (reshape(entry, [count, 1]) as Tensor) : entry,
  ) as unknown as Projection;
  const side = (at: number): PerImage =>
    minus(reshape(slice(boxes, [0, 0, at], [count, boxCount, 1]), [count, boxCount]) as Tensor, 0.5);
  const [left, top, right, bottom] = [side(0), side(1), side(2), side(3)];
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const;
  const along = (p: PerImage, q: PerImage, r: PerImage, size: number): [Tensor, Tensor] => {
    const places = stack(
      corners.map(([x, y]) => {
        const k = plus(plus(times(g, x), times(h, y)), i);
        const place = plus(over(plus(plus(times(p, x), times(q, y)), r), k), 0.5);
        return clip(place as Tensor, 0, size);
      }),
      2,
    );
    return [min(places, 2) as Tensor, max(places, 2) as Tensor];
  };
  const [newLeft, newRight] = along(a, b, c, width);
  const [newTop, newBottom] = along(d, e, f, height);
  return stack([newLeft, newTop, newRight, newBottom], 2);
}
