import { currentBackend } from '@descent/core';
import { expect, it } from 'vitest';
import { onEachBackend } from './on-each-backend.js';

const seen: string[] = [];
onEachBackend(() => {
  it('has its backend in use', () => {
    seen.push(currentBackend().name);
  });
});

it('the backends are the reference and the CPU; the one before is in use again', () => {
  expect(seen).toEqual(['reference', 'cpu']);
  expect(currentBackend().name).toBe('reference');
});
