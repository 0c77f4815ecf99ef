import type { AnyModel } from '@descent/layers';

/** Whether a model gives a list, of one result perhaps. */
export function isList({ outputShape }: AnyModel): boolean {
  return Array.isArray(outputShape[0]);
}
