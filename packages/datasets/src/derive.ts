import type { Dataset } from './dataset.js';

/** A dataset like `data`, but for what `changes` says. */
export function derive(data: Dataset, changes: Partial<Dataset> & Pick<Dataset, 'batches'>): Dataset {
  const { length, inputShape, targetShape, classNames } = data;
  return { length, inputShape, targetShape, classNames, ...changes };
}
