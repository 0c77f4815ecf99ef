import { DataError, DescentError } from '@descent/core';
import type { Batch } from '@descent/datasets';

/**
 * Waits for the next batch, but no longer than until the signal aborts.
 *
 * @param where - for messages: `epoch 1, batch 7`
 * @returns undefined at the end of the data and when aborted
 * @throws DataError naming the batch when the data failed
 */
export async function nextBatch(
  iterator: AsyncIterator<Batch>,
  signal: AbortSignal | undefined,
  where: string,
): Promise<Batch | undefined> {
  if (signal?.aborted) return undefined;
  try {
    const result = await untilAborted(iterator.next(), signal);
    return result === undefined || result.done ? undefined : result.value;
  } catch (error) {
    if (error instanceof DescentError) {
      error.message += `\n  in fit: ${where}`;
      throw error;
    }
    const problem = error instanceof Error ? error.message : String(error);
    throw new DataError(`fit: ${where}: the data failed: ${problem}`, { cause: error });
  }
}

/** The promise's value, or undefined when the signal aborts first. */
export function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
