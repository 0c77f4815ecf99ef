import { DataError, FormatError } from '@descent/core';
import type { ImageHeader } from './image-header.js';
import { inksToColors } from './inks-to-colors.js';
import type { Pixels } from './pixels.js';

/**
 * Decodes what this package has no reader for, by sharp, on its own threads.
 * @param header - whose size was found to be acceptable
 * @throws FormatError for what sharp cannot decode; DataError E_UNSUPPORTED where sharp is not installed
 */
export async function platformPixels(
  bytes: Uint8Array,
  header: ImageHeader,
  { name, partial }: { name: string; partial: boolean },
): Promise<Pixels> {
  const sharp = await loadSharp(header);
  const hasInks = header.channels === 4 && header.format === 'jpeg';
  try {
    const image = sharp(bytes, {
      failOn: partial ? 'none' : 'truncated',
      // What was declared was checked; sharp counts again.
      limitInputPixels: header.width * header.height,
      ignoreIcc: true,
      pages: 1,
    }).autoOrient();
    const { data, info } = await (hasInks ? image.pipelineColourspace('cmyk').toColourspace('cmyk') : image)
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const values = new Uint8Array(data.buffer, data.byteOffset, data.length);
    const { width, height, channels } = info;
    const pixels = { values, width, height, channels };
    return hasInks && channels === 4 ? inksToColors(pixels) : pixels;
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.trim().replaceAll(/\s*\n\s*/g, '; ') : String(cause);
    throw new FormatError(`${name}: it cannot be decoded: ${reason}`, {
      fix: 'fetch the file again, or leave it out',
      cause,
    });
  }
}

async function loadSharp({ format }: ImageHeader) {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new DataError(
      `decodeImage: ${format} files are decoded by the package sharp, which cannot be loaded`,
      {
        code: 'E_UNSUPPORTED',
        fix: 'npm install sharp',
        cause,
      },
    );
  }
}
