import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.js';
import { imageHeader } from './image-header.js';
import { testFiles, testImage } from './test-pictures.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** A JPEG of segments; each gets its length. */
function jpeg(...segments: readonly (readonly [number, string])[]): Uint8Array {
  const parts = segments.map(([marker, body]) => {
    const content = hex(body);
    const length = (content.length + 2).toString(16).padStart(4, '0');
    return hex(`ff ${marker.toString(16)} ${length} ${body}`);
  });
  return Buffer.concat([hex('ffd8'), ...parts, hex('00'), hex('ffd9')]);
}

const frame = '08 0010 0010 01 011100';
const scan: readonly [number, string] = [0xda, '01 0100 003f00'];

let files: Awaited<ReturnType<typeof testFiles>>;
beforeAll(async () => {
  files = await testFiles();
});

describe('imageHeader', () => {
  it('says kind and size of every format', async () => {
    const sizes = Object.fromEntries(
      Object.entries(files).map(([kind, bytes]) => {
        const { format, width, height, missing } = imageHeader(bytes);
        return [kind, [format, width, height, missing]];
      }),
    );
    expect(sizes).toEqual(
      Object.fromEntries(Object.keys(files).map((kind) => [kind, [kind, 33, 21, undefined]])),
    );
  });

  it('tells the kinds of WebP, and what has opacity', async () => {
    for (const lossless of [true, false]) {
      for (const channels of [3, 4] as const) {
        const bytes = await testImage(300, 201, channels).webp({ lossless }).toBuffer();
        expect(imageHeader(bytes)).toMatchObject({ width: 300, height: 201, channels });
      }
    }
  });

  it.each([
    { title: 'an empty file', bytes: new Uint8Array(0), code: 'E_FORMAT', says: 'the file is empty' },
    {
      title: 'an AVIF file',
      bytes: hex('0000001c 66747970 61766966'),
      code: 'E_UNSUPPORTED',
      says: 'AVIF or HEIC',
    },
    {
      title: 'a Git LFS pointer',
      bytes: text('version https://git-lfs.github.com/spec/v1'),
      code: 'E_UNSUPPORTED',
      says: 'Git LFS pointer',
    },
    {
      title: 'a web page',
      bytes: text('<!DOCTYPE html><title>404</title>'),
      code: 'E_UNSUPPORTED',
      says: 'a web page',
    },
    {
      title: 'a drawing',
      bytes: text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      code: 'E_UNSUPPORTED',
      says: 'an SVG drawing',
    },
    {
      title: 'other bytes',
      bytes: hex('00010203 04050607 08'),
      code: 'E_FORMAT',
      says: 'begins with 00 01 02 03 04 05 06 07',
    },
  ])('says what it is in place of a picture: $title', ({ bytes, code, says }) => {
    const message = expect.stringMatching(`^cat.jpg: .*${says}`);
    expect(() => imageHeader(bytes, 'cat.jpg')).toThrow(
      expect.objectContaining({ name: 'FormatError', code, message }),
    );
  });
});

describe('a JPEG', () => {
  it('F71: made for an endless loop is refused at once', () => {
    const start = performance.now();
    const bytes = hex('ffd8ffc1f151d800ff51d800ffdaffde');
    expect(() => imageHeader(bytes)).toThrow(expect.objectContaining({ code: 'E_FORMAT' }));
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('F72: made to fill the memory is refused', async () => {
    const bytes = Buffer.from('/9j/wSHEb88b4GDuAxgXZDQ5YzQx', 'base64');
    await expect(decodeImage(bytes)).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('F73: of 65,535 × 65,535 or 64,250 × 64,250 pixels in few bytes is refused before anything is allocated', async () => {
    for (const side of ['ffff', 'fafa']) {
      const bytes = jpeg([0xc0, `08 ${side} ${side} 03 012200 021101 031101`], scan);
      const before = process.memoryUsage().rss;
      await expect(decodeImage(bytes, {}, 'a.jpg')).rejects.toMatchObject({ code: 'E_LIMIT' });
      expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
    }
  });

  it('F74: of 1,000 scans is refused', async () => {
    const scans = Array.from({ length: 1000 }, () => scan);
    await expect(decodeImage(jpeg([0xc2, frame], ...scans))).rejects.toMatchObject({ code: 'E_LIMIT' });
    const photo = await testImage(64, 64, 3).jpeg({ progressive: true }).toBuffer();
    expect(imageHeader(photo).missing).toBe(undefined);
  });

  it.each([
    { title: '12 bits', bytes: jpeg([0xc1, '0c 0010 0010 01 011100'], scan), code: 'E_UNSUPPORTED' },
    { title: 'arithmetic coding', bytes: jpeg([0xc9, frame], scan), code: 'E_UNSUPPORTED' },
    { title: 'lossless coding', bytes: jpeg([0xc3, frame], scan), code: 'E_UNSUPPORTED' },
    {
      title: 'a height that comes after the pixels',
      bytes: jpeg([0xc0, '08 0000 0010 01 011100'], scan),
      code: 'E_UNSUPPORTED',
    },
    { title: 'no channels', bytes: jpeg([0xc0, '08 0010 0010 00'], scan), code: 'E_FORMAT' },
    {
      title: 'fewer channels than it says',
      bytes: jpeg([0xc0, '08 0010 0010 03 011100'], scan),
      code: 'E_FORMAT',
    },
    { title: 'sampling 0', bytes: jpeg([0xc0, '08 0010 0010 01 010100'], scan), code: 'E_FORMAT' },
    { title: 'sampling 5', bytes: jpeg([0xc0, '08 0010 0010 01 011500'], scan), code: 'E_FORMAT' },
    { title: 'two frames', bytes: jpeg([0xc0, frame], [0xc0, frame], scan), code: 'E_FORMAT' },
    { title: 'pixels before a frame', bytes: jpeg(scan, [0xc0, frame]), code: 'E_FORMAT' },
    { title: 'no pixels', bytes: jpeg([0xc0, frame]), code: 'E_FORMAT' },
    { title: 'no frame', bytes: jpeg([0xfe, '00']), code: 'E_FORMAT' },
    { title: 'no tables', bytes: jpeg([0xc0, frame], scan), code: 'E_FORMAT' },
  ])('F75: with $title is refused', async ({ bytes, code }) => {
    await expect(decodeImage(bytes, {}, 'a.jpg')).rejects.toMatchObject({ name: 'FormatError', code });
  });

  /** The JPEG with each segment of a marker as often as `times` says. */
  function withSegments(bytes: Uint8Array, marker: number, times: number): Uint8Array {
    const parts = [bytes.subarray(0, 2)];
    let at = 2;
    let found = 0;
    for (; bytes[at + 1] !== 0xda; ) {
      const end = at + 2 + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
      const isWanted = bytes[at + 1] === marker;
      if (isWanted) found++;
      for (let n = 0; n < (isWanted ? times : 1); n++) parts.push(bytes.subarray(at, end));
      at = end;
    }
    expect(found).toBeGreaterThan(0);
    return Buffer.concat([...parts, bytes.subarray(at)]);
  }

  it.each([
    ['Huffman tables', 0xc4],
    ['quantization tables', 0xdb],
  ])('F75: with %s twice is decoded', async (_, marker) => {
    const bytes = await testImage(33, 21, 3).jpeg().toBuffer();
    const { values } = await decodeImage(withSegments(bytes, marker, 2));
    expect(values).toEqual((await decodeImage(bytes)).values);
  });

  it('F75: without quantization tables is refused', async () => {
    const bytes = withSegments(await testImage(33, 21, 3).jpeg().toBuffer(), 0xdb, 0);
    await expect(decodeImage(bytes)).rejects.toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
  });

  it('F75: without Huffman tables is decoded by those of the standard, as frames of films and in browsers', async () => {
    const bytes = await testImage(33, 21, 3).jpeg({ optimiseCoding: false }).toBuffer();
    const { values } = await decodeImage(withSegments(bytes, 0xc4, 0));
    expect(values).toEqual((await decodeImage(bytes)).values);
  });

  it('F75: with a wrong restart mark is decoded, as by browsers', async () => {
    const { default: sharp } = await import('sharp');
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#808080' } })
      .jpeg()
      .toBuffer();
    const at = bytes.lastIndexOf(Uint8Array.of(0xff, 0xd9));
    const wrong = Buffer.concat([bytes.subarray(0, at), hex('ffd3'), bytes.subarray(at)]);
    expect((await decodeImage(wrong)).shape).toEqual([64, 64, 3]);
  });
});

it('F76: a file of any format is refused wherever it is cut', async () => {
  for (const [format, bytes] of Object.entries(files)) {
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      await expect(decodeImage(cut), `${format} at ${length}`).rejects.toMatchObject({ code: 'E_FORMAT' });
    }
  }
});

describe('whatever the bytes are', () => {
  const runs = process.env.DESCENT_FULL === '1' ? 10_000 : 500;

  /** Some bytes of a good file are others, or it is cut, or goes on. */
  const broken = fc
    .tuple(
      fc.constantFrom('jpeg', 'png', 'webp', 'gif', 'tiff', 'bmp') as fc.Arbitrary<
        keyof typeof files | 'bmp'
      >,
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
        maxLength: 3,
      }),
      fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1.2, noNaN: true })),
      fc.boolean(),
    )
    .map(([format, changes, share, isInHead]) => {
      const good = format === 'bmp' ? bmp : files[format];
      const bytes = new Uint8Array(Math.ceil(good.length * Math.max(share, isInHead ? 0.3 : 0)));
      bytes.set(good.subarray(0, bytes.length));
      const reach = isInHead ? Math.min(64, bytes.length) : bytes.length;
      for (const [at, value] of changes) if (reach > 0) bytes[Math.floor(at * (reach - 1))] = value;
      return bytes;
    });
  const begun = fc
    .tuple(
      fc.constantFrom(
        'ffd8ffe0',
        '89504e470d0a1a0a0000000d49484452',
        '474946383961',
        '52494646ffffffff57454250',
        '424d0000000000000000',
        '49492a0008000000',
        '4d4d002a00000008',
      ),
      fc.uint8Array({ maxLength: 200 }),
    )
    .map(([beginning, rest]) => Uint8Array.from(Buffer.concat([hex(beginning), rest])));
  const anything = fc.oneof(broken, begun, fc.uint8Array({ maxLength: 100 }));
  const bmp = hex(
    `424d 00000000 00000000 36000000 28000000 02000000 02000000 0100 1800 00000000 10000000 00000000 00000000 00000000 00000000 ${'0102030405060000'.repeat(2)}`,
  );

  it('imageHeader gives a size or an error of ours, at once', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const start = performance.now();
        try {
          const { width, height } = imageHeader(bytes);
          expect(width >= 1 && height >= 1).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DescentError);
        }
        expect(performance.now() - start).toBeLessThan(1000);
      }),
      { numRuns: runs },
    );
  });

  it('decodeImage gives pixels or an error of ours, in bounded memory', { timeout: 900_000 }, async () => {
    let decodedCount = 0;
    await fc.assert(
      fc.asyncProperty(anything, fc.boolean(), async (bytes, partial) => {
        try {
          const { values, shape } = await decodeImage(bytes, { maxPixels: 2 ** 20, partial });
          expect(values.length).toBe(shape[0] * shape[1] * shape[2]);
          decodedCount++;
        } catch (error) {
          expect(error).toBeInstanceOf(DescentError);
        }
      }),
      { numRuns: runs },
    );
    expect(decodedCount).toBeGreaterThan(runs / 50);
    expect(process.memoryUsage().rss).toBeLessThan(2 ** 31);
  });
});
