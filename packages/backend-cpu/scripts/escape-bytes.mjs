// How bytes are written as text that compresses well; src/escaped-bytes.ts reads it.
import { letters, singles } from '../src/escaped-bytes.ts';

/** @returns `order`, all bytes as base64, the commonest first, and `text` */
export function escapeBytes(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const written = [];
  order.forEach((byte, rank) => {
    const pair = rank - singles;
    written[byte] =
      pair < 0
        ? letters[rank]
        : letters[singles + Math.floor(pair / letters.length)] + letters[pair % letters.length];
  });
  return {
    order: Buffer.from(order).toString('base64'),
    text: Array.from(bytes, (byte) => written[byte]).join(''),
  };
}
