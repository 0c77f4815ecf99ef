import { nodeModule } from './node-module.js';
import { type RunningWorker, startWorker } from './start-worker.js';
import { type ThreadData, threadSource } from './thread-source.js';
import type { WasmMemory } from './wasm-memory.js';
import type { Machine } from './wasm-module.js';

/** The threads beside the one that makes the calls. */
export interface Threads {
  /** How many there are, the caller included. */
  readonly count: number;
  /** Why fewer run than were asked for. */
  readonly reason: string | undefined;
  /** Whether one of them died, after so many naps of the caller without any progress. */
  isLost(naps: number): boolean;
  /** Ends them; the caller goes on alone. */
  end(): void;
}

/** The caller alone. */
export function noThreads(reason?: string): Threads {
  return { count: 1, reason, isLost: () => false, end: () => undefined };
}

/** Why this realm cannot share memory with workers; undefined where it can. */
export function whyNotShared(): string | undefined {
  if ((globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === false) {
    return 'the page is not cross-origin isolated';
  }
  if (!nodeModule('node:worker_threads') && typeof globalThis.Worker === 'undefined') {
    return 'this engine has no workers';
  }
  return undefined;
}

/** True where this thread may sleep; the main thread of a page may not. */
export function mayBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts `count` − 1 workers on a shared memory; they end with the process and do not keep it alive. One that dies
 * between two runs is started anew.
 *
 * @param isAwaited - whether the process lives at least until they serve
 */
export async function startThreads(
  count: number,
  { module, places }: Machine,
  { memory }: WasmMemory,
  isAwaited = true,
): Promise<Threads> {
  const names = [...places.keys()];
  const running: RunningWorker[] = [];
  let isEnded = false;
  let reason: string | undefined;
  const end = (): void => {
    isEnded = true;
    for (const worker of running) worker.end();
  };
  const start = async (thread: number, isStartAwaited: boolean): Promise<void> => {
    let serves = false;
    const again = (): void => {
      if (!serves || isEnded) return;
      start(thread, false).catch((error) => {
        reason = `one of them ended and cannot start again: ${String(error)}`;
      });
    };
    const data: ThreadData = { module, memory, thread, names };
    const worker = await startWorker({
      source: threadSource,
      data,
      isAwaited: isStartAwaited,
      onExit: again,
    });
    serves = true;
    running[thread - 1] = worker;
    if (isEnded) worker.end();
  };
  const starting = Array.from({ length: count - 1 }, (_, i) => start(i + 1, isAwaited));
  const failed = (await Promise.allSettled(starting)).find((result) => result.status === 'rejected');
  if (failed) {
    end();
    return noThreads(`workers cannot start: ${String(failed.reason)}`);
  }
  return {
    count,
    get reason() {
      return reason;
    },
    isLost: (naps) => running.some((worker) => worker.isDead(naps)),
    end,
  };
}
