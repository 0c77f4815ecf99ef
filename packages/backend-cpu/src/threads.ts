import { threadSource } from './thread-source.js';
import type { Machine } from './wasm-module.js';

/** What a worker needs to serve: see thread-source.ts. */
interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  /** Functions in the order of the table; see function-table.ts. */
  readonly names: readonly string[];
}

/** The threads beside the one that makes the calls. */
export interface Threads {
  /** How many there are, the caller included. */
  readonly count: number;
  /** Why there is only one where more were asked for. */
  readonly reason: string | undefined;
  /** Ends them; the caller goes on alone. */
  end(): void;
}

/** A started worker of either kind. */
interface Running {
  end(): void;
}

/** The caller alone. */
export function noThreads(reason?: string): Threads {
  return { count: 1, reason, end: () => undefined };
}

/** How many threads this machine runs at once. */
export function processorCount(): number {
  return navigatorOf()?.hardwareConcurrency ?? nodeModule('node:os')?.availableParallelism() ?? 1;
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

/** Starts `count` − 1 workers on a shared memory; they end with the process and do not keep it alive. */
export async function startThreads(
  count: number,
  { module, places }: Machine,
  memory: WebAssembly.Memory,
): Promise<Threads> {
  const names = [...places.keys()];
  const starting = Array.from({ length: count - 1 }, (_, i) =>
    start({ module, memory, thread: i + 1, names }),
  );
  const settled = await Promise.allSettled(starting);
  const running = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = settled.find((result) => result.status === 'rejected');
  const end = (): void => {
    for (const worker of running) worker.end();
  };
  if (failed) {
    end();
    return noThreads(`workers cannot start: ${String(failed.reason)}`);
  }
  return { count, reason: undefined, end };
}

function start(data: ThreadData): Promise<Running> {
  const node = nodeModule('node:worker_threads');
  return node ? startInNode(node, data) : startInBrowser(data);
}

function startInNode({ Worker }: NodeWorkers, workerData: ThreadData): Promise<Running> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadSource, { eval: true, workerData });
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      worker.on('error', () => undefined);
      worker.unref();
      resolve({ end: () => void worker.terminate() });
    });
  });
}

function startInBrowser(data: ThreadData): Promise<Running> {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([threadSource], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker was refused'));
    worker.onmessage = () => {
      URL.revokeObjectURL(url);
      resolve({ end: () => worker.terminate() });
    };
    worker.postMessage(data);
  });
}

type NodeWorkers = typeof import('node:worker_threads');

/** A module of Node, found without an import that bundlers for browsers would stumble over. */
function nodeModule(name: 'node:worker_threads'): NodeWorkers | undefined;
function nodeModule(name: 'node:os'): typeof import('node:os') | undefined;
function nodeModule(name: string): object | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): object } };
  return process?.getBuiltinModule?.(name);
}

function navigatorOf(): { readonly hardwareConcurrency?: number } | undefined {
  return (globalThis as { navigator?: { readonly hardwareConcurrency?: number } }).navigator;
}
