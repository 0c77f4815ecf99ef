import { describeValue, ValueError } from '@descent/core';

/** @throws ValueError for what is no dataset */
export function checkDataset(op: string, data: unknown): void {
  if (typeof data === 'object' && data !== null && 'batches' in data && typeof data.batches === 'function')
    return;
  throw new ValueError(`${op}: expects a dataset, got ${describeValue(data)}`, {
    fix: 'make one of arrays with fromArrays({ x, y }), or of anything that yields examples with fromGenerator',
  });
}
