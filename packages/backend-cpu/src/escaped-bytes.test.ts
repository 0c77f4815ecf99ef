import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildBytes } from './build-bytes.js';
import { bytesOfEscaped } from './escaped-bytes.js';

const script = new URL('../scripts/escape-bytes.mjs', import.meta.url).href;
const { escapeBytes } = (await import(script)) as {
  escapeBytes(bytes: Uint8Array): { readonly order: string; readonly text: string };
};

const read = (bytes: Uint8Array): Uint8Array => {
  const { order, text } = escapeBytes(bytes);
  return bytesOfEscaped(order, text);
};

describe('bytes as text', () => {
  it('come back, whichever are common', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(read(all)).toEqual(all);
    const uneven = Uint8Array.from({ length: 10_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);
    expect(read(uneven)).toEqual(uneven);
    expect(read(new Uint8Array(0))).toEqual(new Uint8Array(0));
  });

  it('need no escape in a string', () => {
    const { text } = escapeBytes(Uint8Array.from({ length: 256 }, (_, i) => i));
    expect(text).toMatch(/^[ -~]*$/);
    expect(text).not.toMatch(/["'`$\\]/);
  });

  it('compress as the bytes themselves do', async () => {
    const bytes = await buildBytes('relaxed');
    const size = (data: Uint8Array | string): number => gzipSync(data, { level: 9 }).length;
    const { order, text } = escapeBytes(bytes);
    expect(size(order + text)).toBeLessThan(1.05 * size(bytes));
  });
});
