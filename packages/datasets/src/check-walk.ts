import { checkWhole } from '@descent/core';
import type { BatchOptions } from './dataset.js';

/** @throws ValueError for a batch size that is no whole number >= 1, an epoch or start that is none >= 0 */
export function checkWalk({ batchSize, order, start = 0 }: BatchOptions): void {
  checkWhole('batches', 'batchSize', batchSize, 1, 2 ** 31 - 1);
  checkWhole('batches', 'start', start, 0);
  if (order) checkWhole('batches', 'epoch', order.epoch, 0);
}
