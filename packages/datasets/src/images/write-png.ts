import { ShapeError } from '@descent/core';
import { crc32 } from '../formats/crc32.js';
import type { Sheet } from '../sheet.js';

/**
 * A picture as the bytes of a PNG file: for a disk, or for `URL.createObjectURL(new Blob([bytes]))`. What is opaque is
 * written without opacity.
 *
 * @throws ShapeError where there are not four bytes for each pixel
 * @see W3C, Portable Network Graphics (PNG) Specification
 * @example await writeFile('sheet.png', await writePng(await contactSheet(photos)));
 */
export async function writePng({ width, height, data }: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const isSize = (side: number): boolean => Number.isInteger(side) && side >= 1 && side < 2 ** 31;
  if (!isSize(width) || !isSize(height) || data.length !== width * height * 4) {
    throw new ShapeError(
      `writePng: ${width} × ${height} pixels need 4 bytes each, got ${data.length} bytes`,
      {
        code: 'E_SIZE',
        fix: 'give red, green, blue and opacity of each pixel',
      },
    );
  }
  const isOpaque = isEveryFourth(data, 255);
  const channels = isOpaque ? 3 : 4;
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, isOpaque ? 2 : 6], 8);
  const packed = await deflate(filtered(data, width, height, channels));
  const parts = [
    signature,
    ...chunk('IHDR', head),
    ...chunk('IDAT', packed),
    ...chunk('IEND', new Uint8Array(0)),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function isEveryFourth(data: Sheet['data'], value: number): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== value) return false;
  return true;
}

/** Rows of differences to the pixel above, which compress better than pixels; each begins with the filter's number. */
function filtered(
  data: Sheet['data'],
  width: number,
  height: number,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const rowSize = 1 + width * channels;
  const rows = new Uint8Array(height * rowSize);
  for (let y = 0; y < height; y++) {
    rows[y * rowSize] = 2;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const from = (y * width + x) * 4 + c;
        const above = y === 0 ? 0 : (data[from - 4 * width] as number);
        rows[y * rowSize + 1 + x * channels + c] = (data[from] as number) - above;
      }
    }
  }
  return rows;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Length, type, content and checksum. */
function chunk(type: string, content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const named = new Uint8Array(4 + content.length);
  for (let i = 0; i < 4; i++) named[i] = type.charCodeAt(i);
  named.set(content, 4);
  return [bigEndian(content.length), named, bigEndian(crc32(named))];
}

function bigEndian(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
