import { kernels } from '@descent/core';
import type { CpuOptions } from '../cpu-options.js';
import { nodeModule } from '../node-module.js';
import { startCpu } from '../start-cpu.js';
import { BackendServer } from './backend-server.js';
import type { Command, ErrorRecord } from './command.js';
import { recordOf } from './error-record.js';
import { holdLifeLock } from './life-lock.js';

/** What the worker is started with. */
export interface WorkerData {
  readonly options: CpuOptions;
  /** The bytes of the build that it is to run, where there is WebAssembly. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** A lock that it takes for as long as it lives, where there are locks. */
  readonly lifeLock: string | undefined;
}

/** What the worker says first. */
export type Greeting =
  | {
      readonly description: string;
      readonly compiles: boolean;
      /** Whether it took the lock. */
      readonly isLocked: boolean;
    }
  | { readonly error: ErrorRecord };

type Post = (message: unknown, transfer: ArrayBuffer[]) => void;

/** Starts the backend, and gives what obeys the commands that come after the greeting. */
function serve({ options, bytes, lifeLock }: WorkerData, post: Post): (commands: Command[]) => void {
  const greet = (greeting: Greeting): void => post(greeting, []);
  let server: BackendServer | undefined;
  const starting = startCpu(options, async () => bytes as Uint8Array<ArrayBuffer>);
  Promise.all([starting, holdLifeLock(lifeLock)]).then(
    ([backend, isLocked]) => {
      server = new BackendServer(backend, kernels, post);
      greet({ description: backend.description, compiles: backend.compile !== undefined, isLocked });
    },
    (error) => greet({ error: recordOf(error) }),
  );
  return (commands) => server?.obey(commands);
}

const { parentPort: port, workerData } = nodeModule('node:worker_threads') ?? {};
if (port) {
  port.on(
    'message',
    serve(workerData, (message, transfer) => port.postMessage(message, transfer)),
  );
} else {
  self.onmessage = ({ data }: MessageEvent<WorkerData>) => {
    const obey = serve(data, (message, transfer) => self.postMessage(message, { transfer }));
    self.onmessage = ({ data: commands }: MessageEvent<Command[]>) => obey(commands);
  };
}
