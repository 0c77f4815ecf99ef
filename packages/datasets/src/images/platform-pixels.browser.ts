import { FormatError } from '@descent/core';
import { unsupported } from './headers/damaged.js';
import type { ImageFormat } from './image-format.js';
import type { ImageHeader } from './image-header.js';
import type { Pixels } from './pixels.js';

/** What browsers know; none but Safari reads TIFF. */
const types: Readonly<Partial<Record<ImageFormat, string>>> = {
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
};

/**
 * Decodes what this package has no reader for, by the browser; in workers too.
 * @param header - whose size was found to be acceptable
 * @throws FormatError for what the browser cannot decode, E_UNSUPPORTED for TIFF
 */
export async function platformPixels(
  bytes: Uint8Array,
  { format }: ImageHeader,
  { name }: { name: string; partial: boolean },
): Promise<Pixels> {
  const type = types[format];
  if (!type) throw unsupported(name, 'it is a TIFF file, which browsers do not read');
  try {
    const bitmap = await createImageBitmap(new Blob([bytes as BlobPart], { type }), {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
      imageOrientation: 'from-image',
    });
    const { width, height } = bitmap;
    // Frequent reads are promised so that pixels stay in memory, where they are copied without a change.
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('there is no canvas to draw on');
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    const { data } = context.getImageData(0, 0, width, height);
    const values = new Uint8Array(data.buffer, data.byteOffset, data.length);
    return { values, width, height, channels: 4 };
  } catch (cause) {
    throw new FormatError(
      `${name}: it cannot be decoded: ${cause instanceof Error ? cause.message : cause}`,
      {
        fix: 'fetch the file again, or leave it out',
        cause,
      },
    );
  }
}
