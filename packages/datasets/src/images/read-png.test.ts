import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../formats/crc32.js';
import { decodeImage } from './decode-image.js';
import { testImage } from './test-pictures.js';

/** What sharp, which uses libspng, makes of a file. */
async function bySharp(bytes: Uint8Array, channels: 3 | 4): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const image = channels === 4 ? sharp(bytes).ensureAlpha() : sharp(bytes);
  return image.toColourspace('srgb').raw().toBuffer();
}

/** A PNG of the given chunks; each gets its checksum. */
function png(...chunks: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const parts = chunks.flatMap(([type, body]) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(named));
    return [length, named, sum];
  });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

function head(
  width: number,
  height: number,
  bitDepth = 8,
  colorType = 2,
  interlace = 0,
): [string, Uint8Array] {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([bitDepth, colorType, 0, 0, interlace], 8);
  return ['IHDR', body];
}

const end: [string, Uint8Array] = ['IEND', new Uint8Array(0)];
const data = (bytes: Uint8Array): [string, Uint8Array] => ['IDAT', deflateSync(bytes)];
const refused = (bytes: Uint8Array) => decodeImage(bytes, {}, 'a.png').then(() => 'decoded');

describe('a PNG gives the pixels that libspng gives', () => {
  it.each([
    { title: 'interlaced', options: { progressive: true } },
    { title: 'with filters', options: { adaptiveFiltering: true } },
    { title: 'with a palette of 2', options: { palette: true, colours: 2 } },
    { title: 'with a palette of 4', options: { palette: true, colours: 4 } },
    { title: 'with a palette of 16, interlaced', options: { palette: true, colours: 16, progressive: true } },
    { title: 'with a palette of 200', options: { palette: true, colours: 200 } },
  ])('$title', async ({ options }) => {
    for (const [width, height] of [
      [37, 23],
      [1, 1],
      [3, 2],
      [5, 1],
    ] as const) {
      for (const channels of [3, 4] as const) {
        const bytes = await testImage(width, height, channels).png(options).toBuffer();
        const { values, shape } = await decodeImage(bytes, { channels });
        expect(shape).toEqual([height, width, channels]);
        expect(Buffer.compare(values, await bySharp(bytes, channels))).toBe(0);
      }
    }
  });

  it('of 16 bits, rounded to 8', async () => {
    const sixteen = Uint16Array.of(0, 128, 129, 257, 32768, 65535, 65407, 40000, 385);
    const rows = Buffer.concat([Buffer.of(0), Buffer.from(sixteen.buffer).swap16()]);
    const { values } = await decodeImage(png(head(3, 1, 16), data(rows), end));
    expect([...values]).toEqual(
      [...Uint16Array.from([0, 128, 129, 257, 32768, 65535, 65407, 40000, 385])].map((n) =>
        Math.round(n / 257),
      ),
    );
  });
});

describe('F77: a PNG', () => {
  const pixel = Uint8Array.of(0, 1, 2, 3);

  it('with a wrong checksum is refused', async () => {
    const bytes = await testImage(8, 8, 3).png().toBuffer();
    const at = bytes.indexOf('IDAT') + 10;
    bytes[at] = (bytes[at] as number) ^ 1;
    await expect(refused(bytes)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: a.png: the checksum of the part IDAT of a PNG is wrong
        fix: fetch the file again, or leave it out]
    `);
  });

  it('that decompresses to more than its size says is stopped there', async () => {
    const bomb = png(head(1, 1), data(new Uint8Array(2 ** 26)), end);
    expect(bomb.length).toBeLessThan(2 ** 17);
    await expect(refused(bomb)).rejects.toMatchObject({ name: 'FormatError', code: 'E_LIMIT' });
  });

  it('whose few bytes cannot become its many pixels is refused before these are allocated', async () => {
    await expect(
      refused(png(head(8000, 8000), data(pixel), end)),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: a.png: 12 compressed bytes cannot become the 192008000 of its pixels
        fix: fetch the file again, or leave it out]
    `);
  });

  it('that decompresses to less is refused', async () => {
    await expect(refused(png(head(1, 2), data(pixel), end))).rejects.toThrow('decompresses to 4 of 8 bytes');
  });

  it('with a place outside of its palette is refused', async () => {
    const palette: [string, Uint8Array] = ['PLTE', Uint8Array.of(1, 2, 3, 4, 5, 6)];
    const bytes = (place: number) => png(head(1, 1, 8, 3), palette, data(Uint8Array.of(0, place)), end);
    expect([...(await decodeImage(bytes(1))).values]).toEqual([4, 5, 6]);
    await expect(refused(bytes(2))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: a.png: colour 2 of a palette of 2 in a PNG
        fix: fetch the file again, or leave it out]
    `);
    await expect(refused(png(head(1, 1, 8, 3), data(Uint8Array.of(0, 0)), end))).rejects.toThrow('palette');
  });

  it('of 1 × 2³¹ pixels, of none, or of more than allowed is refused', async () => {
    await expect(refused(png(head(1, 2 ** 31), data(pixel), end))).rejects.toMatchObject({
      code: 'E_FORMAT',
    });
    await expect(refused(png(head(0, 1), data(pixel), end))).rejects.toMatchObject({ code: 'E_FORMAT' });
    await expect(refused(png(head(2 ** 31 - 1, 2 ** 31 - 1), data(pixel), end))).rejects.toMatchObject({
      code: 'E_LIMIT',
    });
  });

  it.each([
    {
      title: 'a color type that is none',
      bytes: png(head(1, 1, 8, 5), data(pixel), end),
      problem: 'colour type 5',
    },
    { title: 'a depth that is none', bytes: png(head(1, 1, 4, 2), data(pixel), end), problem: 'with 4 bits' },
    {
      title: 'an interlace that is none',
      bytes: png(head(1, 1, 8, 2, 2), data(pixel), end),
      problem: 'interlace 2',
    },
    {
      title: 'a filter that is none',
      bytes: png(head(1, 1), data(Uint8Array.of(5, 1, 2, 3)), end),
      problem: 'filter 5',
    },
    { title: 'no pixels', bytes: png(head(1, 1), end), problem: 'without pixels' },
    {
      title: 'pixels in two places',
      bytes: png(head(1, 1), data(pixel), ['tEXt', pixel], data(pixel), end),
      problem: 'in two places',
    },
    { title: 'no size', bytes: png(data(new Uint8Array(30)), end), problem: 'does not begin with its size' },
    {
      title: 'a part that it needs and nobody knows',
      bytes: png(head(1, 1), ['ABCD', pixel], data(pixel), end),
      problem: 'a part ABCD',
    },
    {
      title: 'no compressed data',
      bytes: png(head(1, 1), ['IDAT', Uint8Array.of(1, 2, 3, 4)], end),
      problem: 'compressed data is damaged',
    },
    {
      title: 'bytes that are no part',
      bytes: png(head(1, 1), ['I\0AT', pixel], end),
      problem: 'no chunk of a PNG',
    },
  ])('with $title is refused', async ({ bytes, problem }) => {
    await expect(refused(bytes)).rejects.toMatchObject({
      name: 'FormatError',
      message: expect.stringContaining(problem),
    });
  });
});

describe('F76: a PNG that is cut short', () => {
  it('is refused wherever it is cut', async () => {
    const bytes = await testImage(9, 7, 3).png().toBuffer();
    for (let length = 0; length < bytes.length; length++)
      await expect(refused(bytes.subarray(0, length)), `${length}`).rejects.toMatchObject({
        code: 'E_FORMAT',
      });
  });

  it('gives the rows that are there, where that is asked for', async () => {
    const bytes = await testImage(64, 64, 3, 5).png({ compressionLevel: 0 }).toBuffer();
    const whole = await decodeImage(bytes);
    const half = await decodeImage(bytes.subarray(0, bytes.length >> 1), { partial: true });
    expect(half.shape).toEqual(whole.shape);
    // What came is the same; the last of it may still lie in the decompressor.
    const there = 20 * 64 * 3;
    expect(Buffer.compare(half.values.subarray(0, there), whole.values.subarray(0, there))).toBe(0);
    expect(half.values.subarray(60 * 64 * 3).every((value) => value === 0)).toBe(true);
  });
});
