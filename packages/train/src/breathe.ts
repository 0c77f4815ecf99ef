/** The longest time in milliseconds that training keeps the event loop waiting. */
const longest = 50;

/** A function that lets timers, signals and the page have their turn, when that is due. */
export function breathe(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await turn();
    last = performance.now();
  };
}

/** One turn of the event loop. In a tab that nobody sees timers wait for a second or a minute, messages do not. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (!globalThis.document?.hidden) {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
