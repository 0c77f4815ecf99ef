import { FormatError } from '@descent/core';
import { readTags } from './headers/tiff-header.js';

/**
 * Which way up a picture is, as its camera noted: 1 upright, 2 to 8 turned or mirrored; 1 where it says nothing.
 *
 * @param exif - the notes, which are laid out as a TIFF file
 * @see CIPA DC-008, tag 274
 */
export function exifOrientation(exif: Uint8Array): number {
  try {
    const orientation = readTags(exif, 'Exif').get(274)?.(0) ?? 1;
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch (error) {
    // Notes that cannot be read say nothing.
    if (error instanceof FormatError) return 1;
    throw error;
  }
}
