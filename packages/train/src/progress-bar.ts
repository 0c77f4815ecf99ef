import { Presets, SingleBar } from 'cli-progress';
import type { Callback } from './callbacks/callback.js';
import { showLogs, showLoss } from './progress-lines.js';

/** A bar in the terminal for each epoch, left standing with the epoch's numbers; the terminal is given back at the end. */
export function progressBar(): Callback {
  let bar: SingleBar | undefined;
  let started = 0;
  return {
    onEpochBegin(epoch, { epochCount, batchCount }) {
      started = performance.now();
      const format = `epoch ${epoch + 1}/${epochCount} {bar} {value}/{total}  {logs}`;
      bar = new SingleBar({ format, barsize: 24, hideCursor: true }, Presets.shades_classic);
      bar.start(batchCount ?? 0, 0, { logs: '' });
    },
    onBatchEnd({ batch }, logs) {
      bar?.update(batch, { logs: showLogs(logs) });
    },
    onEpochEnd(_epoch, logs) {
      const seconds = (performance.now() - started) / 1000;
      bar?.update({ logs: `${showLogs(logs)}  ${seconds.toFixed(1)} s` });
      bar?.stop();
    },
    onDeviceLost(loss) {
      bar?.stop();
      console.warn(showLoss(loss));
    },
    dispose() {
      bar?.stop();
    },
  };
}
