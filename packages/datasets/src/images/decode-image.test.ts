import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DecodeOptions, decodeImage } from './decode-image.js';
import { memorySource, testFiles, testImage, testPixels } from './test-pictures.js';

/** The largest difference between two arrays of bytes. */
function farthest(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

let files: Awaited<ReturnType<typeof testFiles>>;
const pixels = testPixels(33, 21, 3);
beforeAll(async () => {
  files = await testFiles();
});

describe('decodeImage', () => {
  it.each([
    // What lossy encoders may change.
    { format: 'png', most: 0 },
    { format: 'tiff', most: 0 },
    { format: 'jpeg', most: 90 },
    { format: 'webp', most: 90 },
    { format: 'gif', most: 90 },
  ] as const)('reads $format', async ({ format, most }) => {
    const picture = await decodeImage(files[format]);
    expect([picture.format, picture.shape]).toEqual([format, [21, 33, 3]]);
    const mean = picture.values.reduce((sum, value, i) => sum + Math.abs(value - (pixels[i] as number)), 0);
    expect(mean / pixels.length).toBeLessThan(most === 0 ? 1e-9 : 12);
    expect(farthest(picture.values, pixels)).toBeLessThanOrEqual(most);
  });

  it('refuses a size that nobody has memory for, before anything is allocated', async () => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(
      decodeImage(files.jpeg, { width: 32768, height: 32768 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: decodeImage: 32768 × 32768 are 1073741824 pixels, more than the 67108864 that a picture is scaled to
        fix: ask for a smaller width and height]
    `);
    await expect(decodeImage(files.jpeg, { width: 8193, height: 8192 })).rejects.toMatchObject({
      name: 'DataError',
      code: 'E_LIMIT',
    });
    // Each of the sizes is allowed, the rows on the way from one to the other are not.
    const tall = await testImage(1, 16384, 1).png().toBuffer();
    await expect(decodeImage(tall, { width: 32768, height: 1, channels: 1 })).rejects.toMatchObject({
      name: 'DataError',
      code: 'E_LIMIT',
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it('takes bytes as they come from files, answers and pages, and refuses what are none', async () => {
    const { values } = await decodeImage(files.png);
    const buffer = new Uint8Array(files.png).buffer;
    for (const given of [buffer, new Blob([buffer])])
      expect((await decodeImage(given)).values).toEqual(values);
    for (const wrong of [null, 'cat.jpg', 3, [1]])
      await expect(decodeImage(wrong as never), String(wrong)).rejects.toMatchObject({
        name: 'ValueError',
        problem: expect.stringMatching(/^decodeImage: expects the bytes of a file, got /),
      });
  });

  it('gives grey of color, and color of grey', async () => {
    const grey = await testImage(9, 8, 1).png().toBuffer();
    const values = testPixels(9, 8, 1);
    expect(Buffer.compare((await decodeImage(grey, { channels: 1 })).values, values)).toBe(0);
    const colored = await decodeImage(grey, { channels: 3 });
    expect([...colored.values]).toEqual([...values].flatMap((value) => [value, value, value]));
    const jpeg = await testImage(9, 8, 1).jpeg().toColourspace('b-w').toBuffer();
    const [one, three] = [await decodeImage(jpeg, { channels: 1 }), await decodeImage(jpeg, { channels: 3 })];
    expect([...three.values]).toEqual([...one.values].flatMap((value) => [value, value, value]));
  });

  it('shows a background through what is transparent, or keeps the opacity', async () => {
    const { default: sharp } = await import('sharp');
    const raw = { width: 3, height: 1, channels: 4 } as const;
    const half = Buffer.of(200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 128);
    for (const bytes of [
      await sharp(half, { raw }).png().toBuffer(),
      await sharp(half, { raw }).webp({ lossless: true, exact: true }).toBuffer(),
    ]) {
      expect([...(await decodeImage(bytes)).values]).toEqual([200, 100, 0, 255, 255, 255, 227, 177, 127]);
      const onRed = await decodeImage(bytes, { background: [255, 0, 0] });
      expect([...onRed.values]).toEqual([200, 100, 0, 255, 0, 0, 227, 50, 0]);
      expect([...(await decodeImage(bytes, { channels: 4 })).values]).toEqual([...half]);
    }
  });

  it.each(['jpeg', 'webp', 'tiff'] as const)('turns a %s upright as its camera noted', async (format) => {
    const { default: sharp } = await import('sharp');
    // Red on the left, blue on the right.
    const raw = { width: 32, height: 16, channels: 3 } as const;
    const halves = Buffer.from(
      Array.from({ length: 32 * 16 }, (_, i) => (i % 32 < 16 ? [255, 0, 0] : [0, 0, 255])).flat(),
    );
    const lossless = format === 'webp' ? { lossless: true } : {};
    const bytes = await sharp(halves, { raw }).withMetadata({ orientation: 6 })[format](lossless).toBuffer();
    const { values, shape } = await decodeImage(bytes);
    expect(shape).toEqual([32, 16, 3]);
    const [red, , blue] = values.subarray(3 * 8);
    const last = values.subarray(values.length - 24);
    expect([(red as number) > 200, (blue as number) < 60, (last[2] as number) > 200]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('takes inks as shares of light', async () => {
    const { default: sharp } = await import('sharp');
    // libvips gives colors to inks as it will; only that a decoder of inks runs at all is asked for here.
    const bytes = await sharp(testPixels(16, 16, 3), { raw: { width: 16, height: 16, channels: 3 } })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer();
    expect((await decodeImage(bytes)).shape).toEqual([16, 16, 3]);
  });

  it('rounds 16 bits to 8', async () => {
    const { default: sharp } = await import('sharp');
    const values = Uint16Array.from({ length: 16 * 3 }, (_, i) => i * 1365);
    const tiff = await sharp(values, { raw: { width: 16, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .tiff({ compression: 'none' })
      .toBuffer();
    const picture = await decodeImage(tiff);
    expect(
      farthest(
        picture.values,
        Uint8Array.from(values, (value) => Math.round(value / 257)),
      ),
    ).toBeLessThanOrEqual(1);
  });

  it('takes the first picture of an animation', async () => {
    const { default: sharp } = await import('sharp');
    const frames = [testImage(8, 8, 3, 1), testImage(8, 8, 3, 2)];
    const images = await Promise.all(frames.map((frame) => frame.png().toBuffer()));
    const gif = await sharp(images, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await decodeImage(gif)).shape).toEqual([8, 8, 3]);
  });
});

describe('decodeImage, to a size', () => {
  /** A cross of a grey: white outside of the middle third of the width. */
  const decode = async (options: DecodeOptions) =>
    decodeImage(await testImage(30, 10, 3).png().toBuffer(), options);

  it('stretches, crops or pads', async () => {
    const whole = (await decode({})).values;
    const row = (values: Uint8Array, width: number, y: number) =>
      values.subarray(y * width * 3, (y + 1) * width * 3);
    const cropped = await decode({ width: 10, height: 10, fit: 'crop' });
    for (let y = 0; y < 10; y++)
      expect([...row(cropped.values, 10, y)]).toEqual([...row(whole, 30, y).subarray(30, 60)]);
    const padded = await decode({ width: 30, height: 12, fit: 'pad', background: [1, 2, 3] });
    expect([...row(padded.values, 30, 0).subarray(0, 6)]).toEqual([1, 2, 3, 1, 2, 3]);
    expect([...row(padded.values, 30, 1)]).toEqual([...row(whole, 30, 0)]);
    expect([...row(padded.values, 30, 11).subarray(0, 3)]).toEqual([1, 2, 3]);
    const grey = await decode({ width: 30, height: 12, fit: 'pad', background: [255, 0, 0], channels: 1 });
    expect(grey.values[0]).toBe(76);
    expect((await decode({ width: 7, height: 9 })).shape).toEqual([9, 7, 3]);
  });

  it('crops and pads what is many times longer than it is wide', async () => {
    const bytes = await testImage(1, 200, 3).png().toBuffer();
    for (const fit of ['crop', 'pad', 'stretch'] as const)
      expect((await decodeImage(bytes, { width: 6, height: 4, fit })).shape).toEqual([4, 6, 3]);
  });

  it('refuses options that cannot be met', async () => {
    const refused = (options: object) => decode(options as DecodeOptions);
    await expect(refused({ width: 3 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: decodeImage: width alone
        fix: give width and height, or none of them]
    `);
    await expect(refused({ width: 0, height: 3 })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(refused({ channels: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: decodeImage: channels must be 1, 3 or 4, got 2]`,
    );
    await expect(refused({ fit: 'cover' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: decodeImage: fit must be 'stretch', 'crop' or 'pad', got 'cover']`,
    );
    await expect(refused({ background: [0, 0, 256] })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(refused({ maxPixels: 0.5 })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(refused({ maxPixels: 299 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: picture: declares 30 × 10 pixels, more than the 299 allowed
        fix: raise maxPixels, if it is the picture that you expect]
    `);
  });
});

it('F76: gives what there is of a JPEG that is cut short, where that is asked for', async () => {
  const bytes = await testImage(64, 64, 3).jpeg().toBuffer();
  const cut = bytes.subarray(0, bytes.length >> 1);
  await expect(decodeImage(cut, {}, 'cat.jpg')).rejects.toThrowErrorMatchingInlineSnapshot(`
    [FormatError: cat.jpg: cut short: it lacks its end mark
      fix: fetch the file again, or leave it out]
  `);
  const [half, whole] = [await decodeImage(cut, { partial: true }), await decodeImage(bytes)];
  expect(half.shape).toEqual([64, 64, 3]);
  const rows = 8 * 64 * 3;
  expect(Buffer.compare(half.values.subarray(0, rows), whole.values.subarray(0, rows))).toBe(0);
});

describe('where sharp is not installed', () => {
  /** The modules as they are when nobody can load sharp. */
  async function without() {
    vi.resetModules();
    vi.doMock('sharp', () => {
      throw new Error("Cannot find package 'sharp'");
    });
    return { ...(await import('./decode-image.js')), ...(await import('./image-folder.js')) };
  }
  afterEach(() => {
    vi.doUnmock('sharp');
    vi.resetModules();
  });

  it('PNG is read, and others say what to install', async () => {
    const { decodeImage: decode } = await without();
    expect((await decode(files.png)).shape).toEqual([21, 33, 3]);
    await expect(decode(files.jpeg)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: decodeImage: jpeg files are decoded by the package sharp, which cannot be loaded
        fix: npm install sharp]
    `);
  });

  it('a walk that skips bad files stops all the same', async () => {
    const { imageFolder } = await without();
    const { source } = memorySource({ 'a/1.jpg': files.jpeg, 'b/1.jpg': files.jpeg });
    const photos = await imageFolder(source, { width: 4, height: 4, onBadFile: 'skip' });
    const walk = async () => {
      for await (const _ of photos.batches({ batchSize: 2 }));
    };
    await expect(walk()).rejects.toMatchObject({ name: 'DataError', code: 'E_UNSUPPORTED' });
    expect(photos.badFiles).toEqual([]);
  });
});
