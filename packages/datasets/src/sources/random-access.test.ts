import { describe, expect, it } from 'vitest';
import { openBytes } from './open-bytes.js';
import { type RandomAccess, readWithin } from './random-access.js';

describe('readWithin', () => {
  it.each([
    [-1, 2],
    [3, 2],
    [0, 5],
    [2 ** 60, 2 ** 61],
    [Number.NaN, 2],
  ])('F68: does not ask for bytes %d to %d of four', async (start, end) => {
    const bytes: RandomAccess = {
      name: 'four',
      size: 4,
      read: () => expect.unreachable(),
      close: async () => undefined,
    };
    await expect(readWithin(bytes, start, end)).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_FORMAT',
    });
  });

  it('refuses what has become shorter', async () => {
    const bytes: RandomAccess = {
      name: 'four',
      size: 4,
      read: async () => new Uint8Array(3),
      close: async () => undefined,
    };
    await expect(readWithin(bytes, 0, 4)).rejects.toMatchObject({ name: 'DataError', code: 'E_IO' });
  });
});

it('what openBytes reads is the caller’s: changing it changes nothing', async () => {
  for (const whole of [Uint8Array.of(1, 2, 3), Buffer.of(1, 2, 3)]) {
    const bytes = await openBytes(whole);
    (await bytes.read(0, 2)).fill(9);
    expect([...(await bytes.read(0, 3))]).toEqual([1, 2, 3]);
  }
});
