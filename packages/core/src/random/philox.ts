/** Two 32-bit words. */
export type PhiloxKey = readonly [number, number];

/** Four 32-bit words. */
export type PhiloxBlock = readonly [number, number, number, number];

/**
 * Philox 4×32-10: four pseudo-random words from a counter and a key. A pure function, so any element of any
 * stream can be computed on its own, on any device, in any order.
 *
 * @returns four unsigned 32-bit words
 * @see Salmon, Moraes, Dror and Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011
 * @example philox([0, 0, 0, 0], [0, 0]) // [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
 */
export function philox(counter: PhiloxBlock, key: PhiloxKey): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(0xd2511f53, c0);
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** Upper 32 bits of the product of two unsigned words, in 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = (middle & 0xffff) + aLow * bHigh;
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000);
}
