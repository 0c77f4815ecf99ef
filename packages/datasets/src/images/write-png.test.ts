import { expect, it } from 'vitest';
import { decodeImage } from './decode-image.js';
import { testPixels } from './test-pictures.js';
import { writePng } from './write-png.js';

const sheet = (width: number, height: number, opacity?: number) => {
  const data = new Uint8ClampedArray(testPixels(width, height, 4));
  if (opacity !== undefined) for (let i = 3; i < data.length; i += 4) data[i] = opacity;
  return { width, height, data };
};

it('writePng writes what sharp, and decodeImage, read', async () => {
  const { default: sharp } = await import('sharp');
  for (const picture of [sheet(17, 9), sheet(17, 9, 255), sheet(1, 1)]) {
    const bytes = await writePng(picture);
    const isOpaque = picture.data[3] === 255;
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(!isOpaque);
    const raw = await sharp(bytes).ensureAlpha().raw().toBuffer();
    expect(Buffer.compare(raw, Buffer.from(picture.data))).toBe(0);
    const { values } = await decodeImage(bytes, { channels: 4 });
    expect(Buffer.compare(values, Buffer.from(picture.data))).toBe(0);
  }
});

it('writePng refuses other than four bytes for each pixel', async () => {
  const data = new Uint8ClampedArray(12);
  await expect(writePng({ width: 2, height: 2, data })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ShapeError: writePng: 2 × 2 pixels need 4 bytes each, got 12 bytes
      fix: give red, green, blue and opacity of each pixel]
  `);
  await expect(writePng({ width: 0, height: 2, data })).rejects.toMatchObject({ code: 'E_SIZE' });
});
