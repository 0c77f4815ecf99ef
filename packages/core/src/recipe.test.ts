import { expect, it } from 'vitest';
import { recipeOf, withRecipe } from './recipe.js';

it('a function tells what made it, and is the same function', () => {
  const penalty = (x: number): number => 2 * x;
  expect(recipeOf(penalty)).toBeUndefined();
  expect(withRecipe(penalty, 'double', { by: 2 })).toBe(penalty);
  expect(recipeOf(penalty)).toEqual({ name: 'double', config: { by: 2 } });
  expect(Object.keys(penalty)).toEqual([]);
});

it('what is no function has none', () => {
  for (const value of [undefined, null, 'relu', { name: 'l2', config: {} }]) {
    expect(recipeOf(value)).toBeUndefined();
  }
});
