/** Numbers as a text for a link, and back: `0_1.5_-2`. */
export function textOfNumbers(values: ArrayLike<number>): string {
  return Array.from(values, (value) => String(Number(value.toFixed(3)))).join('_');
}

/** Undefined for what is no such text, or another count of numbers. */
export function numbersInText(text: string | undefined, count: number): Float32Array | undefined {
  const parts = text?.split('_') ?? [];
  const values = Float32Array.from(parts, (part) => (part === '' ? Number.NaN : Number(part)));
  return values.length === count && values.every(Number.isFinite) ? values : undefined;
}
