/** What a thread needs to serve. */
export interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  /** Functions in the order of the table; see function-table.ts. */
  readonly names: readonly string[];
}

/**
 * What a thread runs, as source text: workers are started from it, so that there is no file to host. It ties an
 * instance to the shared memory and serves runs for ever; when it dies it says so in the word FAILED of
 * wasm/control.ts.
 */
export const threadSource = `
const serve = ({ module, memory, thread, names }, ready) => {
  const { pow, sin, cos, tan } = Math;
  const math = { 'Math.pow': pow, 'Math.sin': sin, 'Math.cos': cos, 'Math.tan': tan };
  const env = { memory, milliseconds: () => performance.now(), isLost: () => 0, ...math };
  const { exports } = new WebAssembly.Instance(module, { env });
  const first = exports.table.grow(names.length);
  names.forEach((name, i) => exports.table.set(first + i, exports[name]));
  exports.setThread(thread);
  ready();
  try {
    exports.serve();
  } finally {
    Atomics.store(new Int32Array(memory.buffer), 320, 1);
  }
};
if (typeof require === 'function') {
  const { parentPort, workerData } = require('node:worker_threads');
  // In a turn of the event loop: before its first one, Node does not tell whether the thread is alive.
  setImmediate(() => serve(workerData, () => parentPort.postMessage('ready')));
} else {
  self.onmessage = ({ data }) => serve(data, () => self.postMessage('ready'));
}
`;
