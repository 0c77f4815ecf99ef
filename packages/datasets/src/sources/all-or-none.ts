/**
 * Runs tasks at once. When one fails the others are aborted, with its error as the reason; when all have come to rest,
 * the first of them in order that failed has its error thrown.
 */
export async function allOrNone<R>(
  tasks: readonly ((signal: AbortSignal) => Promise<R>)[],
  signal?: AbortSignal,
): Promise<R[]> {
  const failure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const running = tasks.map((task) => task(stop));
  try {
    return await Promise.all(running);
  } catch (error) {
    failure.abort(error);
    const outcomes = await Promise.allSettled(running);
    throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
  }
}
