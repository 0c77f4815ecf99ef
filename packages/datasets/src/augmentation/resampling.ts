import { checkOptions, describeValue, type FillMode, ValueError } from '@descent/core';
import type { ResamplingOptions } from './augmentation.js';

const fillModes: readonly FillMode[] = ['constant', 'reflect', 'wrap', 'nearest'];

/**
 * Options of resampling with their defaults.
 * @throws ValueError for others than there are
 */
export function resamplingOf(op: string, options: ResamplingOptions): Required<ResamplingOptions> {
  const names = ['fillMode', 'fillValue', 'interpolation'] as const;
  const chosen = checkOptions(op, options, names);
  const { fillMode = 'reflect', fillValue = 0, interpolation = 'bilinear' } = chosen;
  checkOneOf(op, 'fillMode', fillMode, fillModes);
  checkOneOf(op, 'interpolation', interpolation, ['nearest', 'bilinear']);
  if (!Number.isFinite(fillValue))
    throw new ValueError(`${op}: fillValue must be a finite number, got ${describeValue(fillValue)}`);
  return { fillMode, fillValue, interpolation };
}

/**
 * @throws ValueError unless the value is one of the names
 */
export function checkOneOf(op: string, name: string, value: string, names: readonly string[]): void {
  if (names.includes(value)) return;
  const list = names.map((each) => `'${each}'`).join(', ');
  throw new ValueError(`${op}: ${name} must be one of ${list}, got ${describeValue(value)}`);
}
