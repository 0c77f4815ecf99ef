import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { pause } from './pause.js';

/** Milliseconds between two looks at another's lock. */
const poll = 100;

/** How others are waited for. */
export interface LockOptions {
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for which a lock that is not renewed is respected; renewed five times as often. Default 10,000. */
  readonly patience?: number;
}

/**
 * Runs `f` while no other process does so for the same path; a file beside it is the lock. A lock that a killed
 * process left is taken over: at once on the same machine, or after having been watched for a while.
 *
 * @param isDone - asked while waiting: true when another process has done the work
 * @returns what `f` returned, or undefined when it was not needed any more
 * @throws the signal's reason when it is aborted while waiting
 */
export async function withFileLock<R>(
  path: string,
  isDone: () => Promise<boolean>,
  f: () => Promise<R>,
  { signal, patience = 10_000 }: LockOptions = {},
): Promise<R | undefined> {
  const lock = `${path}.lock`;
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, id: randomUUID() });
  if (!(await acquire(lock, owner, isDone, patience, signal))) return undefined;
  const timer = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => undefined);
  }, patience / 5);
  try {
    return (await isDone()) ? undefined : await f();
  } finally {
    clearInterval(timer);
    if ((await ownerOf(lock)) === owner) await rm(lock, { force: true });
  }
}

/** True when the lock is ours, false when the work was done meanwhile. */
async function acquire(
  lock: string,
  owner: string,
  isDone: () => Promise<boolean>,
  patience: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let lastSign = '';
  let since = performance.now();
  while (!(await create(lock, owner))) {
    const sign = await signOf(lock);
    if (sign !== lastSign) {
      lastSign = sign;
      since = performance.now();
    }
    const isLeft = isGone(await ownerOf(lock)) || performance.now() - since > patience;
    if (!(isLeft && (await takeAway(lock, sign, patience)))) await pause(poll, signal);
    if (await isDone()) return false;
  }
  return true;
}

async function create(lock: string, owner: string): Promise<boolean> {
  try {
    await writeFile(lock, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock that still has the given sign. Processes do so in turn, or a slow one would remove the lock of the one
 * that took over.
 */
async function takeAway(lock: string, sign: string, patience: number): Promise<boolean> {
  const turn = `${lock}.turn`;
  if (!(await create(turn, ''))) {
    // Then its owner was killed within the lines below.
    if (Date.now() - (await renewedAt(turn)) > patience) await rm(turn, { force: true });
    return false;
  }
  try {
    if ((await signOf(lock)) === sign) await rm(lock, { force: true });
    return true;
  } finally {
    await rm(turn, { force: true });
  }
}

/** Who has the lock, and when it was last renewed. */
async function signOf(lock: string): Promise<string> {
  return `${await ownerOf(lock)} ${await renewedAt(lock)}`;
}

/** Empty when there is no lock, or its owner has not written its name yet. */
async function ownerOf(lock: string): Promise<string> {
  return readFile(lock, 'utf8').catch(() => '');
}

/** Infinity when there is no such file: it is younger than any. */
async function renewedAt(lock: string): Promise<number> {
  return stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}

/** Whether the owner was a process of this machine that is no more. */
function isGone(owner: string): boolean {
  try {
    const { host, pid } = JSON.parse(owner) as { host: string; pid: number };
    if (host !== hostname()) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
