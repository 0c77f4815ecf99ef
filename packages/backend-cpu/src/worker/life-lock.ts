import { nodeModule } from '../node-module.js';

/**
 * A name for the lock that one worker holds as long as it lives. Browsers do not say that a worker ended by itself, or
 * was ended for want of memory, but they take its locks from it, and the page waits for that.
 * @returns undefined where there are no locks, on pages that are not secure; and in Node, which says it
 */
export function newLifeLock(): string | undefined {
  if (nodeModule('node:worker_threads') || !globalThis.navigator?.locks) return undefined;
  return `descent: ${crypto.randomUUID()}`;
}

/** Takes the lock for good; whether it could. */
export function holdLifeLock(name: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    if (name === undefined) {
      resolve(false);
      return;
    }
    const forGood = (): Promise<never> => {
      resolve(true);
      return new Promise(() => undefined);
    };
    navigator.locks.request(name, forGood).catch(() => resolve(false));
  });
}

/** Calls when nobody holds the lock any more. */
export function whenLifeEnds(name: string, onEnd: () => void): void {
  navigator.locks.request(name, onEnd).catch(() => undefined);
}
