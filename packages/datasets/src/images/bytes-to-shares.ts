/** Bytes as shares of 255, as `byte * (1 / 255)` gives them. */
const shares = Float32Array.from({ length: 256 }, (_, byte) => byte * (1 / 255));

let pairs: Float64Array | undefined;

/**
 * Writes bytes as numbers from 0 to 1, from `start` on. An epoch of pictures waits for nothing else, so bytes are taken
 * two at a time: a table has, for each two, the eight bytes of their two shares.
 */
export function bytesToShares(bytes: Uint8Array, out: Float32Array, start: number): void {
  const { buffer, byteOffset, length } = bytes;
  const place = out.byteOffset + 4 * start;
  if (length % 2 === 1 || byteOffset % 2 === 1 || place % 8 > 0) {
    for (let i = 0; i < length; i++) out[start + i] = shares[bytes[i] as number] as number;
    return;
  }
  pairs ??= makePairs();
  const table = pairs;
  const twos = new Uint16Array(buffer, byteOffset, length / 2);
  const eights = new Float64Array(out.buffer, place, length / 2);
  for (let i = 0; i < twos.length; i++) eights[i] = table[twos[i] as number] as number;
}

/** By two bytes as they lie in memory; nothing is computed with the numbers of 64 bits, they carry two of 32. */
function makePairs(): Float64Array {
  const made = new Float64Array(2 ** 16);
  const halves = new Float32Array(made.buffer);
  const places = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i);
  const bytes = new Uint8Array(places.buffer);
  for (let i = 0; i < halves.length; i++) halves[i] = shares[bytes[i] as number] as number;
  return made;
}
