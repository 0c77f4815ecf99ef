import type { Codec } from './codec.js';
import { codestreamSize } from './codestream-size.js';

/** The codec for JPEG Lossless. */
export async function jpegLosslessCodec(): Promise<Codec> {
  // Bundlers let a package be missing where its import is looked after on the spot.
  const { Decoder } = await import('jpeg-lossless-decoder-js').catch((error: unknown) => {
    throw error;
  });
  return (frame) => {
    const size = codestreamSize(frame, 'frame');
    const { buffer, byteOffset, byteLength } = new Decoder().decode(
      frame.slice().buffer,
      0,
      frame.length,
      size.bits > 8 ? 2 : 1,
    );
    return { bytes: new Uint8Array(buffer, byteOffset, byteLength), ...size, isSigned: false };
  };
}
