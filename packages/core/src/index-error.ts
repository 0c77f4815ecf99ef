import { ShapeError } from './errors.js';

/**
 * For backends: the error for an index outside of an axis.
 * @example throw indexError('gather', 7, 0, 3) // gather: index 7 at place 0 is outside an axis of size 3
 */
export function indexError(op: string, index: number, place: number, size: number): ShapeError {
  return new ShapeError(`${op}: index ${index} at place ${place} is outside an axis of size ${size}`, {
    code: 'E_INDEX',
    fix: size === 0 ? 'an empty axis has nothing to pick' : `indices go from 0 to ${size - 1}`,
  });
}
