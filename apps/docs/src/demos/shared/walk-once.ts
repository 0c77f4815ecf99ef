import { whenSeen } from './when-seen.js';

/** Milliseconds between two steps. */
const pace = 400;

/**
 * Goes some steps by itself when the demo first comes on screen, and stops for good when the reader does something in
 * it. Whoever wants no motion sees none.
 */
export function walkOnce(root: Element, signal: AbortSignal, stepCount: number, step: () => void): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let left = stepCount;
  const stop = (): void => {
    left = 0;
    clearInterval(timer);
  };
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'input', 'click']) {
    root.addEventListener(kind, stop, { signal, once: true });
  }
  signal.addEventListener('abort', stop, { once: true });
  whenSeen(root, signal, () => {
    timer = setInterval(() => {
      if (left-- > 0) step();
      else stop();
    }, pace);
  });
}
