import type { PixelImage } from './heat-map.js';

const signature = [137, 80, 78, 71, 13, 10, 26, 10];

/**
 * A picture as the bytes of a PNG file, compressed by the platform's own `CompressionStream`.
 *
 * @example await writeFile('saliency.png', await toPng(heatMap(map, { cellSize: 8 })))
 * @see https://www.w3.org/TR/png-3/
 */
export async function toPng({ width, height, data }: PixelImage): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  // 8 bits a channel, red, green, blue and alpha.
  header.setUint8(8, 8);
  header.setUint8(9, 6);
  const lines = new Uint8Array(height * (width * 4 + 1));
  for (let y = 0; y < height; y++) {
    // The byte before each line says that its pixels are stored as they are.
    lines.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  }
  const stream = new Blob([lines]).stream().pipeThrough(new CompressionStream('deflate'));
  const compressed = new Uint8Array(await new Response(stream).arrayBuffer());
  const file = await new Blob([
    Uint8Array.from(signature),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', compressed),
    chunk('IEND', new Uint8Array(0)),
  ]).arrayBuffer();
  return new Uint8Array(file);
}

/** Length, name, content, checksum. */
function chunk(name: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

/** The checksum that PNG and zip use. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
