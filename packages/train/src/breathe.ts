/** The longest time in milliseconds that training keeps the event loop waiting. */
const longest = 50;

/** A function that lets timers, signals and the page have their turn, when that is due. */
export function breathe(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
