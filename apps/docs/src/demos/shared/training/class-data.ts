import { type Tensor, tensor } from '@descent/core';
import type { ArrayDataset } from '@descent/datasets';
import { pointStride } from '../class-points.js';

/** The points of a data set of two classes: x, y, class of each. */
export async function pointsIn(data: ArrayDataset): Promise<number[]> {
  const points: number[] = [];
  for await (const { x, y, size } of data.batches({ batchSize: data.length }))
    for (let i = 0; i < size; i++)
      points.push(x.values[2 * i] as number, x.values[2 * i + 1] as number, y.values[i] as number);
  return points;
}

/** Points as tensors: inputs [points, 2] and classes [points, 1]. */
export function tensorsOfPoints(points: readonly number[]): readonly [x: Tensor, y: Tensor] {
  const count = points.length / pointStride;
  const inputs = points.filter((_, i) => i % pointStride !== 2);
  const classes = points.filter((_, i) => i % pointStride === 2);
  return [
    tensor(Float32Array.from(inputs), [count, 2]) as Tensor,
    tensor(Float32Array.from(classes), [count, 1]) as Tensor,
  ];
}
