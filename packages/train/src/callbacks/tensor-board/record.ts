import { crc32c } from './crc32c.js';

/**
 * A TFRecord: length, checksum of the length, data, checksum of the data; little-endian, lengths of 64 bits.
 * @see tensorflow/core/lib/io/record_writer.h
 */
export function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(bytes.subarray(0, 8))), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return bytes;
}

/** A checksum turned by 15 bits, so that data which holds checksums has no weak ones itself. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
