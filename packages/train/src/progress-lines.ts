import type { Callback, DeviceLoss } from './callbacks/callback.js';
import type { EpochLogs } from './history.js';

/** A line on the console after each epoch. */
export function progressLines(): Callback {
  let started = 0;
  return {
    onDeviceLost: (loss) => console.warn(showLoss(loss)),
    onEpochBegin() {
      started = performance.now();
    },
    onEpochEnd(epoch, logs, { epochCount }) {
      const seconds = (performance.now() - started) / 1000;
      console.log(`epoch ${epoch + 1}/${epochCount}  ${showLogs(logs)}  ${seconds.toFixed(1)} s`);
    },
  };
}

/** `loss 0.4321  accuracy 0.8765`; what would show as 0.000… is shown with an exponent. */
export function showLogs(logs: EpochLogs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${showNumber(value)}`)
    .join('  ');
}

/** The notice that a device was lost. */
export function showLoss({ name, reason, next, position: { epoch, batch } }: DeviceLoss): string {
  const place =
    batch === 0 ? `the beginning of epoch ${epoch + 1}` : `epoch ${epoch + 1}, batch ${batch + 1}`;
  const where = name === next ? `another ${next}` : next;
  return `the device of ${name} was lost (${reason}): training goes on from ${place}, on ${where}`;
}

function showNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toFixed(4);
}
