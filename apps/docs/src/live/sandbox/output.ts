import { bounds, type Level, type Line, type Report } from '../protocol.js';
import { printed } from './inspect.js';
import { tableOf } from './table.js';

/** Sends what the code prints, in batches; what is over the bounds is counted and not even formatted. */
export class Output {
  #lines: Line[] = [];
  #shownCount = 0;
  #length = 0;
  #droppedCount = 0;
  #lastSent = Number.NEGATIVE_INFINITY;
  #isTold = true;

  constructor(readonly send: (report: Report) => void) {}

  /** Takes the place of what the console does. */
  catchConsole(console: Console): void {
    const say =
      (level: Level) =>
      (...values: unknown[]) =>
        this.#add(() => ({ kind: 'text', level, text: printed(values) }));
    Object.assign(console, {
      log: say('log'),
      debug: say('log'),
      dir: (value: unknown) => say('log')(value),
      group: say('log'),
      trace: say('log'),
      info: say('info'),
      warn: say('warn'),
      error: say('error'),
      assert: (holds: unknown, ...values: unknown[]) => holds || say('error')('Assertion failed:', ...values),
      table: (data: unknown) =>
        this.#add(() => tableOf(data) ?? { kind: 'text', level: 'log', text: printed([data]) }),
      clear: () => {
        this.#lines = [{ kind: 'clear' }];
        this.#shownCount = this.#length = this.#droppedCount = 0;
        this.#isTold = false;
      },
      groupEnd: () => undefined,
    });
  }

  #add(make: () => Line): void {
    this.#isTold = false;
    if (this.#shownCount >= bounds.lines || this.#length >= bounds.textLength) {
      this.#droppedCount++;
      // Counting is quick, and so is a million lines.
      if (this.#droppedCount % 4096 !== 0) return;
    } else {
      const line = cut(make());
      this.#length += lengthOf(line);
      this.#shownCount++;
      this.#lines.push(line);
    }
    // Timers stand still while code runs without a pause.
    if (performance.now() - this.#lastSent >= 33) this.flush();
  }

  /** Sends what has not been sent. */
  flush(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#lastSent = performance.now();
    this.send({ kind: 'lines', lines: this.#lines, droppedCount: this.#droppedCount });
    this.#lines = [];
  }
}

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}… (${text.length - length} more characters)` : text;

function cut(line: Line): Line {
  if (line.kind === 'text') return { ...line, text: shorten(line.text, bounds.lineLength) };
  if (line.kind === 'clear') return line;
  const cells = (row: readonly string[]): string[] => row.map((cell) => shorten(cell, 200));
  return { ...line, head: cells(line.head), rows: line.rows.map(cells) };
}

function lengthOf(line: Line): number {
  if (line.kind === 'text') return line.text.length;
  return line.kind === 'clear' ? 0 : line.rows.flat().join('').length;
}
