/** What each byte does to the checksum, alone and before one, two or three zero bytes. */
const tables = makeTables();

/**
 * CRC-32 of zip, gzip and PNG, polynomial 0xEDB88320; an unsigned number of 32 bits.
 *
 * @param before - checksum of the bytes before these
 * @see ISO 3309; Kounavis and Berry, slicing
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  let crc = ~before;
  let i = 0;
  for (const whole = bytes.length - 3; i < whole; i += 4) {
    crc ^=
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    crc =
      (t3[crc & 255] as number) ^
      (t2[(crc >>> 8) & 255] as number) ^
      (t1[(crc >>> 16) & 255] as number) ^
      (t0[crc >>> 24] as number);
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[i] as number)) & 255] as number);
  return ~crc >>> 0;
}

function makeTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  const made = [first];
  for (let n = 1; n < 4; n++) {
    const last = made[n - 1] as Uint32Array;
    made.push(last.map((crc) => (crc >>> 8) ^ (first[crc & 255] as number)));
  }
  return made;
}
