import type { LogFile } from '#log-file';
import { type SummaryValue, summaryEvent, versionEvent } from './event.js';
import { record } from './record.js';

/** For so many seconds events are kept in memory. */
const delay = 1;

/** A file of events, begun with its first one. */
export class EventFile {
  readonly #file: LogFile;
  #isStarted = false;
  #waiting: Uint8Array[] = [];
  #byteCount = 0;
  /** When something was written last; in seconds. */
  #written = 0;

  constructor(file: LogFile) {
    this.#file = file;
  }

  /** Adds what is shown at a step. */
  add(step: number, values: readonly SummaryValue[]): void {
    if (values.length === 0) return;
    const now = Date.now() / 1000;
    if (!this.#isStarted) {
      this.#file.start({ append: false });
      this.#isStarted = true;
      this.#push(versionEvent(now));
    }
    this.#push(summaryEvent(now, step, values));
    if (now - this.#written >= delay) this.flush();
  }

  /**
   * Writes what waits.
   * @throws DataError E_IO
   */
  flush(): void {
    const bytes = new Uint8Array(this.#byteCount);
    let at = 0;
    for (const each of this.#waiting) {
      bytes.set(each, at);
      at += each.length;
    }
    this.#waiting = [];
    this.#byteCount = 0;
    this.#written = Date.now() / 1000;
    if (bytes.length > 0) this.#file.append(bytes);
  }

  #push(event: Uint8Array): void {
    const bytes = record(event);
    this.#waiting.push(bytes);
    this.#byteCount += bytes.length;
  }
}
