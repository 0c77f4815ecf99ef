/** Grey numbers as a text for links, a digit of base 16 for each, and back. */
export function textOfPicture(pixels: Float32Array): string {
  return Array.from(pixels, (value) => Math.round(15 * Math.max(0, Math.min(1, value))).toString(16)).join(
    '',
  );
}

/** Undefined for a text that is no picture of so many pixels. */
export function pictureInText(text: string | undefined, count: number): Float32Array | undefined {
  if (text === undefined || text.length !== count || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Float32Array.from(text, (digit) => Number.parseInt(digit, 16) / 15);
}
