import type { Timing } from './protocol.js';

/** The least number of runs behind a median. */
export const leastRuns = 7;
/** Milliseconds after which no more than the least number of runs are made. */
const enough = 150;

/** Runs something again and again, the first time apart. */
export async function timed(run: () => Promise<void>): Promise<Timing> {
  const once = async (): Promise<number> => {
    const start = performance.now();
    await run();
    return performance.now() - start;
  };
  const first = await once();
  const times: number[] = [];
  const begin = performance.now();
  while (times.length < leastRuns || (performance.now() - begin < enough && times.length < 100)) {
    times.push(await once());
  }
  return timingOf(first, times);
}

/** @param times - of the runs after the first, at least one */
export function timingOf(first: number, times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
  return { first, median, least: sorted[0] as number, most: sorted.at(-1) as number };
}
