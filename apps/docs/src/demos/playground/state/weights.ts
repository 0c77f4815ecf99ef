import type { NetValues } from '../net/carry.js';
import { bytesInText, textOfBytes } from './bytes.js';

/** Links carry the numbers of nets up to this many. */
export const mostWeights = 200;

/** All weights and biases, bit by bit, as a text for a link. */
export function textOfWeights({ kernels, biases }: NetValues): string {
  const numbers = Float32Array.from(
    kernels.flatMap((kernel, i) => [...kernel, ...(biases[i] as Float32Array)]),
  );
  return textOfBytes(new Uint8Array(numbers.buffer));
}

/** Puts the numbers of a text into those of a net; false where they are not as many. */
export function weightsInText(text: string, { kernels, biases }: NetValues): boolean {
  const bytes = bytesInText(text);
  const count = [...kernels, ...biases].reduce((sum, { length }) => sum + length, 0);
  if (bytes?.length !== 4 * count) return false;
  const numbers = new Float32Array(bytes.buffer);
  if (!numbers.every(Number.isFinite)) return false;
  let from = 0;
  kernels.forEach((kernel, i) => {
    for (const values of [kernel, biases[i] as Float32Array]) {
      values.set(numbers.subarray(from, from + values.length));
      from += values.length;
    }
  });
  return true;
}
