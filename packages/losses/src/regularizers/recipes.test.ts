import { recipeOf } from '@descent/core';
import { expect, it } from 'vitest';
import { l1, l1l2, l2 } from '../index.js';

it('regularizers tell what made them', () => {
  expect(recipeOf(l1(0.1))).toEqual({ name: 'l1', config: { strength: 0.1 } });
  expect(recipeOf(l2())).toEqual({ name: 'l2', config: { strength: 0.01 } });
  expect(recipeOf(l1l2({ l1: 0.5 }))).toEqual({ name: 'l1l2', config: { l1: 0.5, l2: 0.01 } });
  expect(l1(0.1).proximal).toBeDefined();
});
