import { describeValue, ShapeError, ValueError } from '@descent/core';

/** @throws ShapeError E_INDEX for a place that is none of `length`; ValueError for what is no Int32Array */
export function checkPlaces(places: Int32Array, length: number): void {
  if (!(places instanceof Int32Array))
    throw new ValueError(`pick: places must be an Int32Array, got ${describeValue(places)}`);
  const at = places.findIndex((place) => place < 0 || place >= length);
  if (at < 0) return;
  throw new ShapeError(`pick: places[${at}] is ${places[at]}, the dataset has ${length} examples`, {
    code: 'E_INDEX',
    fix: `use places from 0 to ${length - 1}`,
  });
}
