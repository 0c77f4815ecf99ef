import type { Worker as NodeWorker } from 'node:worker_threads';
import { nodeModule } from './node-module.js';

/** What a worker is to do. */
export interface WorkerOrder {
  /** What it runs, as text, so that there is no file to host. It says something first when it is ready. */
  readonly source: string;
  /** What it is told first: its `workerData` in Node, the first message in browsers. */
  readonly data: unknown;
  /** Whether the process lives at least until it is ready. */
  readonly isAwaited: boolean;
  /** Called with all that it says later. */
  onMessage?(message: unknown): void;
  /** Called when it ends, where the engine says so. */
  onExit(): void;
}

/** A started worker of either kind. */
export interface RunningWorker {
  /** What it said first. */
  readonly greeting: unknown;
  /** Whether it runs no more; where the engine cannot tell, whether nothing happened for that many naps. */
  isDead(naps: number): boolean;
  /** Sends it a message, and gives buffers away. */
  post(message: unknown, transfer: ArrayBuffer[]): void;
  /** Whether it keeps the process alive; it does not at first. */
  hold(isHeld: boolean): void;
  end(): void;
}

/** Naps of 10 ms without any progress after which a worker of a browser is taken for dead. */
const mostNaps = 500;

/** Starts a worker, which does not keep the process alive. */
export function startWorker(order: WorkerOrder): Promise<RunningWorker> {
  const node = nodeModule('node:worker_threads');
  return node ? startInNode(node, order) : startInBrowser(order);
}

function startInNode(
  { Worker }: typeof import('node:worker_threads'),
  { source, data, isAwaited, onMessage, onExit }: WorkerOrder,
): Promise<RunningWorker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData: data });
    if (!isAwaited) worker.unref();
    worker.on('error', reject);
    worker.once('exit', () => {
      reject(new Error('the worker ended'));
      onExit();
    });
    worker.once('message', (greeting) => {
      // A listener would keep the process alive again.
      if (onMessage) worker.on('message', onMessage);
      worker.unref();
      resolve({
        greeting,
        isDead: () => hasStopped(worker),
        post: (message, transfer) => worker.postMessage(message, transfer),
        hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
        end: () => void worker.terminate(),
      });
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

function startInBrowser({ source, data, onMessage, onExit }: WorkerOrder): Promise<RunningWorker> {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker was refused'));
    worker.onmessage = ({ data: greeting }) => {
      URL.revokeObjectURL(url);
      worker.onerror = onExit;
      worker.onmessage = ({ data: message }) => onMessage?.(message);
      resolve({
        greeting,
        isDead: (naps) => naps > mostNaps,
        post: (message, transfer) => worker.postMessage(message, transfer),
        hold: () => undefined,
        end: () => worker.terminate(),
      });
    };
    worker.postMessage(data);
  });
}
