import type { Worker as NodeWorker } from 'node:worker_threads';
import { nodeModule } from './node-module.js';
import { threadSource } from './thread-source.js';

/** What a worker needs to serve: see thread-source.ts. */
export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  /** Functions in the order of the table; see function-table.ts. */
  readonly names: readonly string[];
}

/** A started worker of either kind. */
export interface RunningWorker {
  /** Whether it runs no more; where the engine cannot tell, whether nothing happened for that many naps. */
  isDead(naps: number): boolean;
  end(): void;
}

/** Naps of 10 ms without any progress after which a worker of a browser is taken for dead. */
const mostNaps = 500;

/**
 * Starts a worker that serves runs for ever and does not keep the process alive.
 *
 * @param isAwaited - whether the process lives at least until it serves
 * @param onExit - called when it ends, where the engine says so
 */
export function startWorker(
  data: ThreadData,
  isAwaited: boolean,
  onExit: () => void,
): Promise<RunningWorker> {
  const node = nodeModule('node:worker_threads');
  return node ? startInNode(node, data, isAwaited, onExit) : startInBrowser(data);
}

function startInNode(
  { Worker }: typeof import('node:worker_threads'),
  workerData: ThreadData,
  isAwaited: boolean,
  onExit: () => void,
): Promise<RunningWorker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadSource, { eval: true, workerData });
    if (!isAwaited) worker.unref();
    worker.on('error', reject);
    worker.once('exit', () => {
      reject(new Error('the worker ended'));
      onExit();
    });
    worker.once('message', () => {
      worker.unref();
      resolve({ isDead: () => hasStopped(worker), end: () => void worker.terminate() });
    });
  });
}

/**
 * Whether a worker's code runs no more. Node's times of its event loop tell at once, while this thread waits for no
 * events: none has gone by, or fewer than none was idle.
 */
export function hasStopped({ performance }: NodeWorker): boolean {
  const { idle, active } = performance.eventLoopUtilization();
  return active === 0 || idle < 0;
}

function startInBrowser(data: ThreadData): Promise<RunningWorker> {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([threadSource], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker was refused'));
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve({ isDead: (naps) => naps > mostNaps, end: () => worker.terminate() });
    };
    worker.postMessage(data);
  });
}
