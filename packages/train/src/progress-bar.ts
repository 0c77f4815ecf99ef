import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from './progress.js';
import { showLogs } from './progress-lines.js';

/** A bar in the terminal for each epoch, left standing with the epoch's numbers. */
export function progressBar(epochs: number): Progress {
  let bar: SingleBar | undefined;
  return {
    epochStart(epoch, batchCount) {
      bar = new SingleBar(
        {
          format: `epoch ${epoch + 1}/${epochs} {bar} {value}/{total}  {logs}`,
          barsize: 24,
          hideCursor: true,
        },
        Presets.shades_classic,
      );
      bar.start(batchCount ?? 0, 0, { logs: '' });
    },
    batchEnd(done, logs) {
      bar?.update(done, { logs: showLogs(logs) });
    },
    epochEnd(_epoch, logs, seconds) {
      bar?.update({ logs: `${showLogs(logs)}  ${seconds.toFixed(1)} s` });
      bar?.stop();
    },
    stop() {
      bar?.stop();
    },
  };
}
