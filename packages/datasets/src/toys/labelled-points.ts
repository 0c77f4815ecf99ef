import type { ArrayDataset } from '../array-dataset.js';
import { fromArrays } from '../from-arrays.js';

/** A point of the plane and its class. */
export type LabelledPoint = readonly [x: number, y: number, label: number];

/** A dataset of points, inputs [2], with class indices as targets. */
export function labelledPoints(points: readonly LabelledPoint[]): ArrayDataset {
  return fromArrays({
    x: Float32Array.from({ length: 2 * points.length }, (_, i) => points[i >> 1]?.[i % 2] as number),
    inputShape: [2],
    y: Int32Array.from(points, ([, , label]) => label),
  });
}
