import { fileStore } from '#file-store';
import type { CheckpointStore } from './store.js';

/**
 * Where files are kept: for a name a folder in Node, a database in browsers; a store is taken as it is.
 * @throws DataError E_IO, from every method, for a disk that refuses; what was there stays
 * @example bottleneck(features, photos, { cache: storeIn('features') })
 */
export function storeIn(place: string | CheckpointStore): CheckpointStore {
  return typeof place === 'string' ? fileStore(place) : place;
}
