import type { WebglContext } from './webgl-context.js';

/** How long the device is asked without a pause, in milliseconds. Timers of browsers take 4. */
const eagerFor = 2;

/** Resolves when the device has done what was queued before, with a proof of it behind, or is lost. */
export async function fencePassed(context: WebglContext): Promise<void> {
  const { gl } = context;
  context.askForProof();
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  if (!fence) return;
  const start = performance.now();
  while (context.lost === undefined && gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED) {
    // Hidden tabs have timers that wait for a second, and messages that do not.
    const isEager = performance.now() - start < eagerFor || globalThis.document?.hidden === true;
    await (isEager ? nextMessage() : nextTimer());
  }
  gl.deleteSync(fence);
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** The next task. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(undefined);
  });
}

function nextTimer(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
