import { livePackages, moduleFiles, workerScript } from './packages.js';
import { prepare } from './prepare.js';
import { type Answer, bounds, type Failure, type Line, type Order, type Report } from './protocol.js';
import { frameText } from './sandbox/frame.js';

/** What a run tells of itself. */
export interface Listener {
  /** The code begins: the packages are there. */
  started(): void;
  /** It printed something; `droppedCount` lines more are not shown. */
  printed(lines: readonly Line[], droppedCount: number): void;
  /** The module has run to its end; timers may go on. */
  done(): void;
  /** It ended with an error. Nothing follows. */
  failed(failure: Failure): void;
}

/**
 * Runs code in a worker, inside a frame that has no origin and no network, and ends it when it no longer answers. The
 * page hears from it through a port: text and numbers.
 */
export class Run {
  readonly #frame = document.createElement('iframe');
  readonly #code: string;
  readonly #listener: Listener;
  #port: MessagePort | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #length = 0;
  #reports = 0;
  #isOver = false;

  constructor(code: string, listener: Listener) {
    this.#code = code;
    this.#listener = listener;
    void this.#start().catch((error: unknown) => this.#fail({ name: 'Error', message: String(error) }));
  }

  /** Ends it, whatever it is doing. */
  stop(): void {
    this.#isOver = true;
    clearInterval(this.#watch);
    this.#port?.close();
    this.#frame.remove();
  }

  async #start(): Promise<void> {
    const list = await livePackages();
    const prepared = await prepare(this.#code, Object.keys(list.packages));
    if ('failure' in prepared) {
      this.#fail(prepared.failure);
      return;
    }
    const packages = Object.fromEntries(
      prepared.packages.map((name) => [name, list.packages[name] as string] as const),
    );
    const [worker, files] = await Promise.all([workerScript(), moduleFiles(Object.values(packages))]);
    if (this.#isOver) return;
    this.#open({ worker, run: { code: prepared.pieces, packages, files } });
    this.#waitFor(bounds.start, {
      name: 'Stopped',
      message: `the packages did not load within ${bounds.start / 1000} s`,
    });
  }

  #open(order: Order): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: MessageEvent<Report>) => this.#hear(data);
    const frame = this.#frame;
    // Never with allow-same-origin: the frame could then reach this page and take its own sandbox off.
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.title = 'Where live code runs';
    frame.hidden = true;
    frame.srcdoc = frameText;
    frame.addEventListener('load', () => frame.contentWindow?.postMessage(order, '*', [port2]), {
      once: true,
    });
    document.body.append(frame);
  }

  #hear(report: Report): void {
    if (this.#isOver) return;
    this.#reports = report.kind === 'beat' ? 0 : this.#reports + 1;
    if (report.kind === 'lines') this.#length += JSON.stringify(report.lines).length;
    if (this.#reports > 1000 || this.#length > 4 * bounds.textLength) this.#fail(flooding);
    else this.#act(report);
  }

  #act(report: Report): void {
    switch (report.kind) {
      case 'started':
        this.#listener.started();
        this.#watchBeats();
        break;
      case 'beat':
        this.#watchBeats();
        break;
      case 'lines':
        this.#listener.printed(report.lines, report.droppedCount);
        break;
      case 'want':
        void this.#answer(report.ask, report.file);
        break;
      case 'done':
        this.#listener.done();
        break;
      case 'failed':
        this.#fail(located(report.failure, this.#code));
    }
  }

  async #answer(ask: number, file: string): Promise<void> {
    const answer: Answer = await moduleFiles([file]).then(
      (files) => ({ ask, files }),
      (error: unknown) => ({ ask, error: String(error) }),
    );
    if (!this.#isOver) this.#port?.postMessage(answer);
  }

  #watchBeats(): void {
    this.#waitFor(bounds.silentLooks * bounds.look, silent);
  }

  /** Counts looks instead of time: where the page itself was held up, the worker may have been as well. */
  #waitFor(milliseconds: number, failure: Failure): void {
    clearInterval(this.#watch);
    let looks = Math.ceil(milliseconds / bounds.look);
    this.#watch = setInterval(() => {
      if (--looks <= 0) this.#fail(failure);
    }, bounds.look);
  }

  #fail(failure: Failure): void {
    if (this.#isOver) return;
    this.stop();
    this.#listener.failed(failure);
  }
}

/** Engines do not say where an import stands that finds nothing. */
function located(failure: Failure, code: string): Failure {
  const name = /does not provide an export named '(.+)'/.exec(failure.message)?.[1];
  if (name === undefined || failure.line !== undefined) return failure;
  const line = 1 + code.split('\n').findIndex((text) => text.match(/[\w$]+/g)?.includes(name));
  return line > 0 ? { ...failure, line } : failure;
}

const silent: Failure = {
  name: 'Stopped',
  message: `the code ran for ${(bounds.silentLooks * bounds.look) / 1000} s without a pause, or took more memory than there is`,
  fix: 'end the loop, or let it pause now and then: await new Promise((resolve) => setTimeout(resolve))',
};

const flooding: Failure = {
  name: 'Stopped',
  message: 'the code sent more than the page can show',
  fix: 'print less',
};
