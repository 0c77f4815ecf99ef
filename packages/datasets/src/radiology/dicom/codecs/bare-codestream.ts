/** How files in the JP2 format begin. */
const signature = [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20];

/** The box of the codestream. */
const codestreamBox = 0x6a703263;

/**
 * The codestream of a JPEG 2000 image; DICOM asks for that alone, but some files have one with the boxes of JP2 around it.
 * @see ITU-T T.800, annex I
 */
export function bareCodestream(image: Uint8Array): Uint8Array {
  if (signature.some((byte, i) => image[i] !== byte)) return image;
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  for (let at = 0; at + 8 <= image.length; ) {
    const length = view.getUint32(at);
    const end = length === 0 ? image.length : at + length;
    if (view.getUint32(at + 4) === codestreamBox) return image.subarray(at + 8, end);
    if (length < 8) break;
    at = end;
  }
  return image;
}
