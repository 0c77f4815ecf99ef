import { expect, it } from 'vitest';
import { groupedFolds } from './folds.js';

it('groupedFolds leaves no group in two folds and makes them equal in size', () => {
  const groups = Array.from({ length: 203 }, (_, i) => `g${(i * i) % 61}`);
  const folds = groupedFolds(groups, 5, 1);
  const foldOf = new Map<string, number>();
  for (const [i, group] of groups.entries()) {
    expect(foldOf.get(group) ?? folds[i]).toBe(folds[i]);
    foldOf.set(group, folds[i] as number);
  }
  const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((each) => each === fold).length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(12);
  expect(groupedFolds(groups, 5, 1)).toEqual(folds);
  expect(groupedFolds(groups, 5, 2)).not.toEqual(folds);
});
