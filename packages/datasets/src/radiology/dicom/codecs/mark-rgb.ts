/** Adobe's marker, with transform 0: three components are red, green and blue. */
const adobeRgb = Uint8Array.of(0xff, 0xee, 0, 14, 65, 100, 111, 98, 101, 0, 100, 0, 0, 0, 0, 0);

/**
 * A JPEG image that says that it is in RGB, where it says nothing of its colours: decoders take such for YCbCr.
 * @see ITU-T T.872, 6.5.3
 */
export function markRgb(jpeg: Uint8Array): Uint8Array {
  for (let at = 2; jpeg[at] === 0xff; ) {
    const marker = jpeg[at + 1] as number;
    if (marker === 0xe0 || marker === 0xee) return jpeg;
    if (marker < 0xc0 || marker === 0xda) break;
    at += 2 + ((jpeg[at + 2] ?? 0) << 8) + (jpeg[at + 3] ?? 0);
  }
  const marked = new Uint8Array(jpeg.length + adobeRgb.length);
  marked.set(jpeg.subarray(0, 2));
  marked.set(adobeRgb, 2);
  marked.set(jpeg.subarray(2), 2 + adobeRgb.length);
  return marked;
}
