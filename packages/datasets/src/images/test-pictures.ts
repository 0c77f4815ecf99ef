import sharp, { type Sharp } from 'sharp';
import type { FileSource } from '../sources/file-source.js';
import { fileSource } from '../sources/file-source.js';

/** Bytes that look like a photograph to an encoder: a slope, a wave and some noise, the same each time. */
export function testPixels(width: number, height: number, channels: number, seed = 1): Uint8Array {
  const values = new Uint8Array(width * height * channels);
  let state = seed;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const pixel = Math.floor(i / channels);
    const [x, y, c] = [pixel % width, Math.floor(pixel / width), i % channels];
    const wave = 60 * Math.sin((x * (c + 1) + y * seed) / 9);
    values[i] = Math.round(Math.min(255, Math.max(0, 120 + wave + y + (state >>> 28))));
  }
  return values;
}

/** Such a picture, for sharp to encode. */
export function testImage(width: number, height: number, channels: 1 | 2 | 3 | 4, seed = 1): Sharp {
  const values = testPixels(width, height, channels, seed);
  return sharp(values, { raw: { width, height, channels } });
}

/** A small file of each format, by sharp, which does not write BMP. */
export async function testFiles(): Promise<Record<'jpeg' | 'png' | 'webp' | 'gif' | 'tiff', Uint8Array>> {
  const image = (): Sharp => testImage(33, 21, 3);
  return {
    jpeg: await image().jpeg().toBuffer(),
    png: await image().png().toBuffer(),
    webp: await image().webp().toBuffer(),
    gif: await image().gif().toBuffer(),
    tiff: await image().tiff({ compression: 'none' }).toBuffer(),
  };
}

/** Files in memory as a source; `reads` counts by path. */
export function memorySource(files: Readonly<Record<string, Uint8Array | string>>): {
  readonly source: FileSource;
  readonly reads: Map<string, number>;
} {
  const reads = new Map<string, number>();
  const bytes = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );
  const source = fileSource({
    name: 'memory',
    files: [...bytes].map(([path, { length }]) => ({ path, size: length })),
    async read({ path }) {
      reads.set(path, (reads.get(path) ?? 0) + 1);
      return bytes.get(path) as Uint8Array;
    },
  });
  return { source, reads };
}
