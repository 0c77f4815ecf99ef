import { exifOrientation } from './exif-orientation.js';
import { viewOf } from './headers/damaged.js';

/**
 * Which way up a WebP is, as its camera noted, and the file without the note: some decoders heed it, others do not.
 *
 * @returns the orientation, 1 to 8, and the given bytes, or a copy where there is a note
 * @see RFC 9649, section 2.7
 */
export function webpOrientation(bytes: Uint8Array): { orientation: number; silent: Uint8Array } {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    if (view.getUint32(at) === exif) {
      const note = bytes.subarray(at + 8, at + 8 + length);
      // Some writers begin it as they would in a JPEG.
      const isPrefixed = note.length > 6 && viewOf(note).getUint32(0) === 0x45786966;
      const silent = bytes.slice();
      silent.fill(unknown, at, at + 4);
      return { orientation: exifOrientation(isPrefixed ? note.subarray(6) : note), silent };
    }
    at += 8 + length + (length % 2);
  }
  return { orientation: 1, silent: bytes };
}

/** 'EXIF' as a number. */
const exif = 0x45584946;

/** A letter; four of them name a part that nobody knows, and so passes over. */
const unknown = 0x78;
