import { describe, expect, it } from 'vitest';
import { allOrNone } from './all-or-none.js';

/** Runs until it is aborted, then takes a moment to clean up. */
function endless(onEnd: () => void) {
  return (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        setTimeout(() => {
          onEnd();
          reject(signal.reason);
        }, 10);
      });
    });
}

describe('allOrNone', () => {
  it('gives the results in the order of the tasks', async () => {
    const late = () => new Promise<string>((resolve) => setTimeout(() => resolve('late'), 10));
    expect(await allOrNone([late, async () => 'soon'])).toEqual(['late', 'soon']);
  });

  it('stops the others when one fails, waits for them, and throws its error', async () => {
    let ended = 0;
    const fails = async () => {
      throw new Error('no');
    };
    const end = endless(() => ended++);
    await expect(allOrNone<unknown>([end, fails, end])).rejects.toThrow('no');
    expect(ended).toBe(2);
  });

  it('throws the first error in order when several fail, whichever came first', async () => {
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      throw new Error('of the first');
    };
    const soon = async () => {
      throw new Error('of the second');
    };
    await expect(allOrNone([late, soon])).rejects.toThrow('of the first');
  });

  it('hands the signal on', async () => {
    let ended = 0;
    const reason = new Error('enough');
    const stop = new AbortController();
    const running = allOrNone([endless(() => ended++)], stop.signal);
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(ended).toBe(1);
  });
});
