import type { DataError } from '@descent/core';
import { storageError } from '../storage-error.js';

/** The error E_IO of a store that refuses; what was saved before stays. */
export function refusal(place: string, cause: unknown): DataError {
  return storageError(`checkpoint: ${place}`, cause, 'checkpoints that are there stay as they are');
}
