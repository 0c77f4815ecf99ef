import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock that was not renewed for so many milliseconds belongs to a process that is gone. */
const stale = 10_000;
const renewal = 2_000;
const poll = 100;

/**
 * Runs `f` while no other process does so for the same path; a folder beside it is the lock.
 * @param isDone - asked while waiting: true when another process has done the work
 * @returns what `f` returned, or undefined when it was not needed any more
 */
export async function withFileLock<R>(
  path: string,
  isDone: () => Promise<boolean>,
  f: () => Promise<R>,
  signal?: AbortSignal,
): Promise<R | undefined> {
  const lock = `${path}.lock`;
  while (!(await acquire(lock))) {
    await sleep(poll, undefined, { signal });
    if (await isDone()) return undefined;
  }
  const renew = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => undefined);
  }, renewal);
  try {
    return (await isDone()) ? undefined : await f();
  } finally {
    clearInterval(renew);
    await rm(lock, { recursive: true, force: true });
  }
}

async function acquire(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > stale) await rm(lock, { recursive: true, force: true });
  return false;
}
