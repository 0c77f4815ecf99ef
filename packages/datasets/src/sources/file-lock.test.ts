import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFileLock } from './file-lock.js';
import { testFolder } from './test-folder.js';

const notDone = async () => false;
const newPath = async () => join(await testFolder(), 'file.bin');

/** A process number that nobody has: larger than any system gives. */
const nobody = 2 ** 30;

/** A lock as another process writes it. */
async function lockOf(path: string, owner: { host: string; pid: number }): Promise<void> {
  await writeFile(`${path}.lock`, JSON.stringify({ ...owner, id: 'other' }));
}

/** Milliseconds until the lock was had. */
async function wait(path: string, patience?: number): Promise<number> {
  const started = performance.now();
  return (await withFileLock(path, notDone, async () => performance.now() - started, { patience })) as number;
}

describe('withFileLock', () => {
  it('runs one at a time, each in the end', async () => {
    const path = await newPath();
    let running = 0;
    const work = async (): Promise<string> => {
      expect(++running).toBe(1);
      expect(existsSync(`${path}.lock`)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      return 'done';
    };
    const results = await Promise.all([1, 2, 3].map(() => withFileLock(path, notDone, work)));
    expect(results).toEqual(['done', 'done', 'done']);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('does not run what another has done meanwhile', async () => {
    const path = await newPath();
    let isDone = false;
    const work = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      isDone = true;
      return 'work';
    };
    const results = await Promise.all([1, 2].map(() => withFileLock(path, async () => isDone, work)));
    expect(results.toSorted()).toEqual(['work', undefined]);
    expect(await withFileLock(path, async () => isDone, work)).toBeUndefined();
  });

  it('does not wait for a lock when the work is done', async () => {
    const path = await newPath();
    await lockOf(path, { host: 'elsewhere', pid: nobody });
    const started = performance.now();
    await withFileLock(path, async () => true, notDone);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('is open again after a failure', async () => {
    const path = await newPath();
    const fails = withFileLock(path, notDone, async () => {
      throw new Error('no');
    });
    await expect(fails).rejects.toThrow('no');
    expect(await wait(path)).toBeLessThan(4000);
  });

  it('takes over at once from a process of this machine that is gone', async () => {
    const path = await newPath();
    await lockOf(path, { host: hostname(), pid: nobody });
    expect(await wait(path)).toBeLessThan(4000);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('takes over although another was killed while it did so', async () => {
    const path = await newPath();
    await lockOf(path, { host: hostname(), pid: nobody });
    await writeFile(`${path}.lock.turn`, '');
    expect(await wait(path, 200)).toBeLessThan(4000);
    expect(await readdir(join(path, '..'))).toEqual([]);
  });

  it('watches a lock of unknown origin first', async () => {
    for (const owner of [
      { host: 'elsewhere', pid: nobody },
      { host: hostname(), pid: process.pid },
    ]) {
      const path = await newPath();
      await lockOf(path, owner);
      const waited = await wait(path, 200);
      expect(waited).toBeGreaterThan(200);
      expect(waited).toBeLessThan(4000);
    }
    const path = await newPath();
    await writeFile(`${path}.lock`, '');
    expect(await wait(path, 200)).toBeGreaterThan(200);
  });

  it('respects a lock that is renewed', async () => {
    const path = await newPath();
    await lockOf(path, { host: 'elsewhere', pid: nobody });
    const renewing = setInterval(() => utimes(`${path}.lock`, new Date(), new Date()), 50);
    const signal = AbortSignal.timeout(1500);
    await expect(withFileLock(path, notDone, notDone, { signal, patience: 700 })).rejects.toThrow('timeout');
    clearInterval(renewing);
    expect(await readFile(`${path}.lock`, 'utf8')).toContain('elsewhere');
  });

  it('renews its own, so that nobody takes it over', async () => {
    const path = await newPath();
    let running = 0;
    const work = async () => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      running--;
    };
    await Promise.all([1, 2].map(() => withFileLock(path, notDone, work, { patience: 700 })));
  });

  it('leaves a lock alone that another has taken over', async () => {
    const path = await newPath();
    await withFileLock(path, notDone, () => lockOf(path, { host: 'elsewhere', pid: 1 }));
    expect(await readFile(`${path}.lock`, 'utf8')).toContain('elsewhere');
  });

  it('one of many takes over from a process that is gone', async () => {
    for (let round = 0; round < 15; round++) {
      const path = await newPath();
      await lockOf(path, { host: hostname(), pid: nobody });
      let runCount = 0;
      let isDone = false;
      const work = async () => {
        runCount++;
        await new Promise((resolve) => setTimeout(resolve, 10));
        isDone = true;
      };
      const many = Array.from({ length: 32 }, () => withFileLock(path, async () => isDone, work));
      await Promise.all(many);
      expect(runCount).toBe(1);
      expect(await readdir(join(path, '..'))).toEqual([]);
    }
  });
});
