import { expect, it } from 'vitest';
import { locating, ShapeError } from './index.js';

const failing = (): never => {
  throw new ShapeError('add: shapes differ', { fix: 'reshape one' });
};

it('locating tells an error of ours where it happened, now or by a promise, and leaves others alone', async () => {
  const told = 'add: shapes differ\n  fix: reshape one\n  in layers[2]\n  in fit: epoch 1';
  expect(() => locating('fit: epoch 1', () => locating('layers[2]', failing))).toThrow(told);
  await expect(locating('fit: epoch 1', () => locating('layers[2]', async () => failing()))).rejects.toThrow(
    told,
  );
  await expect(locating('here', () => Promise.resolve(3))).resolves.toBe(3);
  const other = new RangeError('mine');
  await expect(locating('here', () => Promise.reject(other))).rejects.toBe(other);
  expect(other.message).toBe('mine');
});
