import { describeValue, ValueError } from '@descent/core';
import type { ArrayDataset, Dataset } from '@descent/datasets';
import type { FitOptions } from './fit.js';

/**
 * Takes the last share of the examples away for validation, where `validationSplit` says so. As in Keras
 * ⌊n · (1 − share)⌋ of n examples stay.
 * @throws ValueError for a share outside (0, 1) or that leaves one side empty, data that are no arrays, and validation
 * data besides
 */
export function holdOut(data: Dataset, options: FitOptions): [Dataset, FitOptions] {
  const { validationSplit: share, validation } = options;
  if (share === undefined) return [data, options];
  if (!(typeof share === 'number' && share > 0 && share < 1)) {
    throw new ValueError(`fit: validationSplit must lie in (0, 1), got ${describeValue(share)}`);
  }
  if (validation || !isDivisible(data)) {
    const problem = validation ? 'cannot go with validation' : `needs arrays, got ${describeValue(data)}`;
    throw new ValueError(`fit: validationSplit ${problem}`, { fix: 'give validation alone' });
  }
  const rest = Math.floor(data.length * (1 - share));
  if (rest === 0 || rest === data.length) {
    throw new ValueError(`fit: validationSplit ${share} of ${data.length} examples leaves one side empty`);
  }
  return [data.take(rest), { ...options, validation: data.skip(rest) }];
}

function isDivisible(data: Dataset): data is ArrayDataset {
  return 'take' in data && 'skip' in data && data.length !== undefined;
}
