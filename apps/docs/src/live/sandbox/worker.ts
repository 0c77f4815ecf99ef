/** What runs in the worker of the sandbox, before and around the reader's code. */
import { type Answer, bounds, type ModuleFiles, type Report, type RunOrder } from '../protocol.js';
import { failureOf } from './failure.js';
import { Memory } from './memory.js';
import { Modules } from './modules.js';
import { Output } from './output.js';

addEventListener(
  'message',
  ({ data, ports: [port] }: MessageEvent<RunOrder>) => {
    if (port) void run(data, port);
  },
  { once: true },
);

async function run(order: RunOrder, port: MessagePort): Promise<void> {
  const ask = talk(port);
  // The reader's code may change what these are called by; the port it must never see.
  const send = port.postMessage.bind(port) as (report: Report) => void;
  const output = new Output(send);
  const modules = new Modules(order.files, ask);
  let address = '';
  const fail = (thrown: unknown): void => {
    output.flush();
    send({
      kind: 'failed',
      failure: failureOf(thrown, address, (text) => modules.readable(text, order.packages, address)),
    });
  };
  const memory = new Memory((problem) => {
    const fix = 'free what is no longer needed with dispose(), scope() or using, or work on smaller pieces';
    fail(Object.assign(new RangeError(problem), { fix }));
  });
  const beat = (): void => {
    output.flush();
    memory.look();
    send({ kind: 'beat' });
  };
  addEventListener('error', (event) => {
    event.preventDefault();
    fail(event.error ?? event.message);
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    fail(event.reason);
  });
  try {
    address = modules.addressOfCode(order);
    // Loaded before the clock starts and before the code can touch anything.
    await Promise.all(Object.values(order.packages).map((file) => import(modules.address(file))));
    shut();
    output.catchConsole(console);
    memory.watch(globalThis);
    setInterval(beat, bounds.beat);
    send({ kind: 'started' });
    await import(address);
    output.flush();
    send({ kind: 'done' });
  } catch (error) {
    fail(error);
  }
}

/** Asks the page for files. The reader's code cannot get at the port through the events of its answers. */
function talk(port: MessagePort): (file: string) => Promise<ModuleFiles> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let asked = 0;
  const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get as () => Answer;
  const { apply } = Reflect;
  port.onmessage = (event) => {
    const answer: Answer = apply(dataOf, event, []);
    waiting.get(answer.ask)?.(answer);
    waiting.delete(answer.ask);
  };
  const send = port.postMessage.bind(port) as (report: Report) => void;
  return (file) =>
    new Promise((resolve, reject) => {
      const ask = asked++;
      waiting.set(ask, ({ files, error }) => (files ? resolve(files) : reject(new Error(error))));
      send({ kind: 'want', ask, file });
    });
}

/** Takes away what would lead out of the counted and watched worker. */
function shut(): void {
  for (const name of ['Worker', 'postMessage', 'importScripts']) {
    Object.defineProperty(globalThis, name, { value: undefined });
  }
}
