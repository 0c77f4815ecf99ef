import { describeValue } from '../describe-value.js';
import { ValueError } from '../errors.js';
import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { greater } from './greater.js';
import { floatThroughout } from './kinds/operands.js';
import { where } from './where.js';

/**
 * Lets values above a level pass, elementwise: x where x > level, else a value in its place.
 *
 * @param x - any shape; int32 is cast to float32
 * @param level - where it begins
 * @param value - what stands for the others
 * @throws DtypeError for bool, ValueError unless level and value are numbers
 * @example threshold(tensor([-1, 0.5, 2]), 1, 0).arraySync() // [0, 0, 2]
 */
export function threshold<S extends Shape>(x: Tensor<S>, level: number, value: number): Tensor<S> {
  for (const each of [level, value]) {
    if (typeof each === 'number') continue;
    throw new ValueError(`threshold: level and value must be numbers, got ${describeValue(each)}`);
  }
  return scope(() => {
    const given = floatThroughout('threshold', x);
    return where(greater(given, level) as Tensor, given, value) as Tensor<S>;
  });
}
