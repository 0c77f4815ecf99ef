import { expect, it } from 'vitest';
import { bytesToShares } from './bytes-to-shares.js';

/** All pairs of bytes. */
const all = Uint8Array.from({ length: 2 ** 17 }, (_, i) => (i % 2 === 0 ? i >> 9 : (i >> 1) & 255));

it.each([
  { title: 'two at a time', from: 0, length: all.length, start: 0 },
  { title: 'in the middle of an array', from: 2, length: 1000, start: 6 },
  { title: 'of an odd number', from: 0, length: 999, start: 0 },
  { title: 'from an odd place', from: 1, length: 1000, start: 0 },
  { title: 'to an odd place', from: 0, length: 1000, start: 3 },
  { title: 'of none', from: 0, length: 0, start: 0 },
])('bytesToShares gives byte / 255: $title', ({ from, length, start }) => {
  const bytes = all.subarray(from, from + length);
  const out = new Float32Array(start + length + 1).fill(7);
  bytesToShares(bytes, out, start);
  const expected = new Float32Array(start + length + 1).fill(7);
  for (const [i, byte] of bytes.entries()) expected[start + i] = byte * (1 / 255);
  expect(Buffer.compare(Buffer.from(out.buffer), Buffer.from(expected.buffer))).toBe(0);
});
