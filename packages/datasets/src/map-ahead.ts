/**
 * What `f` makes of each, in order; it works on some that were not asked for yet.
 * @param count - how many are worked on at the same time
 */
export async function* mapAhead<T, R>(
  items: AsyncGenerator<T>,
  count: number,
  f: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  let index = 0;
  try {
    for await (const item of items) {
      const result = f(item, index++);
      // Its failure is told when its turn comes.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= count) yield await (running.shift() as Promise<R>);
    }
    for (let next = running.shift(); next; next = running.shift()) yield await next;
  } finally {
    await Promise.allSettled(running);
  }
}
