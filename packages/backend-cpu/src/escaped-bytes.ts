/** The characters that stand for bytes: the printable ones that need no escape in a string, whatever its quotes. */
export const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  (letter) => !'"$\'\\`'.includes(letter),
);

/** How many letters stand for a byte alone; the two behind them begin pairs. */
export const singles = letters.length - 2;

/**
 * Bytes that scripts/escape-bytes.mjs wrote as text: the commonest are one letter each, the others two. Compressors find
 * in it what they find in the bytes, where base64 hides it: WebAssembly takes 24 KB so and 34 KB as base64.
 *
 * @param order - all bytes, the commonest first, as base64
 */
export function bytesOfEscaped(order: string, text: string): Uint8Array<ArrayBuffer> {
  const byRank = atob(order);
  const ranks = new Map(letters.map((letter, rank) => [letter, rank]));
  const rankAt = (i: number): number => ranks.get(text[i] as string) as number;
  const bytes = new Uint8Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    let rank = rankAt(i);
    if (rank >= singles) rank = singles + (rank - singles) * letters.length + rankAt(++i);
    bytes[count++] = byRank.charCodeAt(rank);
  }
  return bytes.slice(0, count);
}
