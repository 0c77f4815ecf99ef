import { type FileSource, fileSource } from '../sources/file-source.js';

/** A grey BMP file of the given shades, 0 to 255. */
export function bmp(width: number, height: number, shade: (x: number, y: number) => number): Uint8Array {
  const row = Math.ceil((3 * width) / 4) * 4;
  const view = new DataView(new ArrayBuffer(54 + row * height));
  view.setUint16(0, 0x424d);
  view.setUint32(2, view.byteLength, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = Math.max(0, Math.min(255, Math.round(shade(x, y))));
      for (let c = 0; c < 3; c++) view.setUint8(54 + (height - 1 - y) * row + 3 * x + c, value);
    }
  }
  return new Uint8Array(view.buffer);
}

/** Files in memory, by path. */
export function memorySource(files: Readonly<Record<string, Uint8Array | string>>): FileSource {
  const bytes = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]),
  );
  return fileSource({
    name: 'memory',
    files: [...bytes].map(([path, { length }]) => ({ path, size: length })),
    read: async ({ path }) => (bytes.get(path) as Uint8Array).slice(),
  });
}
