import { checkOptions, clip, describeValue, type Tensor, ValueError } from '@descent/core';
import type { Range } from './factor.js';

/** What values mean. */
export interface ValueRangeOptions {
  /** The values of black and white; results stay between them. Default [0, 1]; [0, 255] for bytes. */
  readonly valueRange?: Range;
}

/**
 * The values of black and white.
 * @throws ValueError unless the first is less than the second, and for other options
 */
export function valueRangeOf(op: string, options: ValueRangeOptions): Range {
  const { valueRange = [0, 1] } = checkOptions(op, options, ['valueRange']);
  const isPair = Array.isArray(valueRange) && valueRange.length === 2 && valueRange.every(Number.isFinite);
  if (isPair && valueRange[0] < valueRange[1]) return valueRange;
  throw new ValueError(
    `${op}: valueRange must be a pair [low, high] with low < high, got ${describeValue(valueRange)}`,
    { fix: 'give [0, 1], [0, 255] or what black and white are' },
  );
}

/** Values brought between black and white. */
export function within(x: Tensor, [low, high]: Range): Tensor {
  return clip(x, low, high) as Tensor;
}
