import { referenceBackend, Tensor } from '@descent/core';
import { type ArrayData, type Dataset, datasetOf, type InputData, type PartData } from '@descent/datasets';

/** The given dataset, or one of the given arrays; tensors on a device that cannot block are read before. */
export async function dataOf(data: Dataset | ArrayData | InputData | PartData): Promise<Dataset> {
  if (data instanceof Tensor) return dataOf({ x: data });
  const slow = Object.entries(data ?? {}).filter(
    ([, part]) => part instanceof Tensor && !part.backend.readSync,
  ) as [string, Tensor][];
  if (slow.length === 0) return datasetOf(data);
  const host = referenceBackend();
  const moved = await Promise.all(slow.map(async ([name, part]) => [name, await part.to(host)] as const));
  try {
    return datasetOf({ ...data, ...Object.fromEntries(moved) } as ArrayData);
  } finally {
    host.dispose();
  }
}
