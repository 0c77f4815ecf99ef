import type { Tensor } from '@descent/core';
import { mostQueued } from './step-queue.js';

/** A function that waits, after each batch, until the backend of its result has done the one before. */
export function pace(): (result: Tensor) => Promise<void> {
  const queued: Promise<void>[] = [];
  return async ({ backend }) => {
    const done = backend.sync();
    // Whoever waits for it is told; when an error ends the loop before, nobody does.
    done.catch(() => undefined);
    queued.push(done);
    if (queued.length >= mostQueued) await queued.shift();
  };
}
