import { type Backend, BackendError } from '@descent/core';
import { buildBytes } from '../build-bytes.js';
import { type CpuOptions, checkCpuOptions } from '../cpu-options.js';
import { kernelTable } from '../kernel-table.js';
import { type RunningWorker, startWorker, type WorkerOrder } from '../start-worker.js';
import { bestBuild } from '../wasm-module.js';
import type { Answer } from './command.js';
import { Connection } from './connection.js';
import { errorOf } from './error-record.js';
import { newLifeLock, whenLifeEnds } from './life-lock.js';
import { RemoteBackend } from './remote-backend.js';
import type { Greeting, WorkerData } from './serve-cpu.js';

const name = 'cpu-in-worker';

/**
 * The CPU backend in a Worker of its own: the same calls and the same bits as with {@link cpu}, while the thread that
 * makes the calls stays free. A page keeps answering while `fit` trains. Values are read by `await tensor.data()`;
 * `dataSync`, `arraySync` and `item` throw.
 *
 * What a call cannot know at once, such as an index that is out of range, is thrown where a value that depends on the
 * call is read; a compiled step that failed leaves its variables as they were.
 *
 * @throws ValueError for an option out of range, BackendError where the worker cannot start
 * @example
 * import { cpuInWorker } from '@descent/backend-cpu/worker';
 * await useBackend(cpuInWorker());
 */
export async function cpuInWorker(options: CpuOptions = {}): Promise<Backend> {
  checkCpuOptions('cpuInWorker', options);
  const hasWebAssembly = typeof WebAssembly !== 'undefined';
  const [{ default: source }, bytes] = await Promise.all([
    import('../generated/worker.js'),
    hasWebAssembly ? buildBytes(options.build ?? bestBuild()) : undefined,
  ]);
  const lifeLock = newLifeLock();
  const data: WorkerData = { options, bytes, lifeLock };
  let connection: Connection | undefined;
  const worker = await start({
    source,
    data,
    isAwaited: true,
    onMessage: (answer) => connection?.receive(answer as Answer),
    onExit: () => connection?.close(died),
  });
  const greeting = worker.greeting as Greeting;
  if ('error' in greeting) {
    worker.end();
    throw errorOf(greeting.error);
  }
  connection = new Connection(worker);
  if (lifeLock !== undefined && greeting.isLocked) whenLifeEnds(lifeLock, () => connection?.close(died));
  return new RemoteBackend({
    name,
    description: `${greeting.description}, in a Worker`,
    connection,
    compiles: greeting.compiles,
    supports: (kernelName, inputs, attrs) =>
      kernelTable.get(kernelName)?.accepts(inputs, attrs) ? 'native' : 'reference',
  });
}

async function start(order: WorkerOrder): Promise<RunningWorker> {
  try {
    return await startWorker(order);
  } catch (cause) {
    throw new BackendError(`cpuInWorker: the worker cannot start: ${String(cause)}`, {
      fix: "let pages start it by the content security policy worker-src blob:, or compute on this thread: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())",
      cause,
    });
  }
}

function died(): BackendError {
  return new BackendError(`${name}: the worker died, and what it held is lost`, {
    code: 'E_WORKER',
    fix: 'make a new backend, await useBackend(cpuInWorker()), and give variables their values anew',
  });
}
