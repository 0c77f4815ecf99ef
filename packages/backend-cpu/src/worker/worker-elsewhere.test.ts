import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { computeInProcess } from '../compute-in-process.js';

const file = fileURLToPath(new URL('./worker-in-a-process.mjs', import.meta.url));

it('the worker does not keep the process alive', () => {
  const { stdout, stderr, status } = computeInProcess({ file });
  expect([stderr, status]).toEqual(['', 0]);
  expect(stdout).toMatch(/3 threads, in a Worker\n$/);
}, 60_000);

it('the worker keeps the process alive while somebody waits for a value', () => {
  const { stdout, stderr, status } = computeInProcess({ file, argument: 'read' });
  expect([stderr, status]).toEqual(['', 0]);
  expect(stdout).toMatch(/in a Worker\n600\n$/);
}, 60_000);

it('the worker ends with a process that an error ends', () => {
  const { stdout, stderr, status } = computeInProcess({ file, argument: 'nobody catches this' });
  expect(stdout).toContain('in a Worker');
  expect(stderr).toContain('nobody catches this');
  expect(status).toBe(1);
}, 60_000);
