import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { FormatError } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { gunzip, isGzip } from './gunzip.js';

/** Half noise and half zeros, so that it spans several blocks. */
const content = Buffer.concat([randomBytes(100_000), Buffer.alloc(100_000)]);
const packed = gzipSync(content);

describe('gunzip', () => {
  it('gives back what was compressed', async () => {
    expect(Buffer.from(await gunzip(packed, content.length)).equals(content)).toBe(true);
    expect(await gunzip(gzipSync(''), 0)).toEqual(new Uint8Array(0));
  });

  it('refuses what follows the end, a second member too', async () => {
    const joined = Buffer.concat([gzipSync('one '), gzipSync('two')]);
    await expect(gunzip(joined, 100)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: gzip file: the compressed data is damaged, cut short, or followed by something else
        fix: delete the file and fetch it again]
    `);
  });

  it('leaves the given bytes as they are', async () => {
    const before = Buffer.from(packed);
    await gunzip(packed, content.length);
    expect(packed.equals(before)).toBe(true);
  });

  it('refuses a file that is cut short, at every byte', async () => {
    const file = gzipSync('some text');
    for (let length = 0; length < file.length; length++)
      await expect(gunzip(file.subarray(0, length), 100), `${length} bytes`).rejects.toThrow(FormatError);
    await expect(
      gunzip(packed.subarray(0, -1), content.length, 'train images'),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: train images: the compressed data is damaged, cut short, or followed by something else
        fix: delete the file and fetch it again]
    `);
  });

  it('refuses a file with a changed byte in its data or its checksum', async () => {
    for (const place of [20, 50_000, packed.length - 8]) {
      const changed = Buffer.from(packed);
      changed[place] = (changed[place] as number) ^ 0xff;
      await expect(gunzip(changed, content.length), `byte ${place}`).rejects.toThrow(FormatError);
    }
  });

  it('refuses what is no gzip file', async () => {
    await expect(
      gunzip(Buffer.from('<html></html>'), 100, 'page'),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[FormatError: page: not a gzip file: it does not begin with 1f 8b]`,
    );
  });

  it('stops at the limit, so that a small file cannot fill the memory', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const before = process.memoryUsage().arrayBuffers;
    const refused = gunzip(bomb, 1000, 'test labels');
    await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: test labels: decompresses to more than the 1000 bytes it may have
        fix: look where it comes from: it is not the file that is expected]
    `);
    await expect(refused).rejects.toMatchObject({ code: 'E_LIMIT' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });
});

describe('isGzip', () => {
  it('tells by the first two bytes', () => {
    expect(isGzip(packed)).toBe(true);
    expect(isGzip(Uint8Array.of(0, 0, 8, 1))).toBe(false);
    expect(isGzip(Uint8Array.of(0, 0x8b))).toBe(false);
    expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  });
});
