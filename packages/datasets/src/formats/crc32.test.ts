import { randomBytes } from 'node:crypto';
import { crc32 as ofNode } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.js';

it('has the check value of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

it('equals that of zlib, in one part or two', () => {
  for (let size = 0; size < 40; size++) {
    const bytes = randomBytes(size);
    expect(crc32(bytes)).toBe(ofNode(bytes));
    expect(crc32(bytes.subarray(size >> 1), crc32(bytes.subarray(0, size >> 1)))).toBe(ofNode(bytes));
  }
});
