// The worker's side of a demo: one thing after another, at the reader's pace.
import { type Backend, useBackend } from '@descent/core';
import { type BackendChoice, startBackend } from './backends.js';
import type { Report, Request } from './messages.js';
import type { Trainable } from './trainable.js';

/** Milliseconds between two reports of a run: steps fill them at full speed, and what the page asks waits no longer. */
const reportInterval = 33;

/** Trains what `make` makes, as the page asks. To be called once, by the worker's own module. */
export function serve<Settings, View, Act = never>(make: Make<Settings, View, Act>): void {
  const server = new Server(make);
  self.onmessage = ({ data }: MessageEvent<Request<Settings, Act>>) => void server.ask(data);
}

type Make<Settings, View, Act> = (
  settings: Settings,
) => Trainable<Settings, View, Act> | Promise<Trainable<Settings, View, Act>>;

class Server<Settings, View, Act> {
  readonly #make: Make<Settings, View, Act>;
  #trainable: Trainable<Settings, View, Act> | undefined;
  #backend: Backend | undefined;
  #speed = 1;
  #step = 0;
  #isRunning = false;
  /** The page has drawn what it was told. One that is slower than the run is told less often. */
  #isDrawn = true;
  /** Counts runs: a loop that finds another one begun ends. */
  #runs = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(make: Make<Settings, View, Act>) {
    this.#make = make;
  }

  ask(request: Request<Settings, Act>): Promise<void> {
    if (request.type === 'drawn') {
      this.#isDrawn = true;
      return this.#last;
    }
    return this.#inTurn(() => this.#handle(request));
  }

  /** After all that was asked before; a failure is told and ends a run. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(task).catch((error: unknown) => {
      this.#isRunning = false;
      this.#report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
    return this.#last;
  }

  async #handle(request: Exclude<Request<Settings, Act>, { type: 'drawn' }>): Promise<void> {
    switch (request.type) {
      case 'start':
        this.#speed = request.speed;
        await this.#start(request.settings, request.backend);
        break;
      case 'reset':
        await this.#begin(request.settings);
        break;
      case 'settings':
        if (await this.#trainable?.configure(request.settings)) this.#step = 0;
        break;
      case 'act':
        await this.#trainable?.act?.(request.act);
        this.#step = 0;
        break;
      case 'speed':
        this.#speed = request.speed;
        return;
      case 'step':
        this.#isRunning = false;
        await this.#stepOnce();
        break;
      case 'pause':
        this.#isRunning = false;
        break;
      case 'run':
        if (!this.#isRunning) void this.#run();
        return;
    }
    await this.#tell();
  }

  async #start(settings: Settings, choice: BackendChoice): Promise<void> {
    this.#isRunning = false;
    const backend = await startBackend(choice);
    this.#trainable?.dispose();
    this.#trainable = undefined;
    await useBackend(backend);
    this.#backend?.dispose();
    this.#backend = backend;
    await this.#begin(settings);
    this.#report({ type: 'ready', backend: choice, description: backend.description });
  }

  async #begin(settings: Settings): Promise<void> {
    this.#isRunning = false;
    this.#trainable?.dispose();
    this.#trainable = undefined;
    this.#trainable = await this.#make(settings);
    this.#step = 0;
  }

  async #stepOnce(): Promise<void> {
    if (!this.#trainable) return;
    await this.#trainable.step();
    this.#step++;
  }

  /** Steps at the speed that is set until paused, or until more are of no use. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    const run = ++this.#runs;
    let due = performance.now();
    while (this.#isRunning && run === this.#runs) {
      const begun = performance.now();
      await this.#inTurn(async () => {
        if (!this.#trainable || !this.#isRunning) return;
        const end = performance.now() + reportInterval;
        while (!this.#trainable.end && due <= performance.now() && performance.now() < end) {
          await this.#stepOnce();
          due += 1000 / this.#speed;
        }
        this.#isRunning = !this.#trainable.end;
        if (this.#isDrawn || !this.#isRunning) await this.#tell();
      });
      await new Promise((resolve) =>
        setTimeout(resolve, Math.max(0, begun + reportInterval - performance.now(), due - performance.now())),
      );
      // After a wait in the background nothing is made up for.
      due = Math.max(due, performance.now() - reportInterval);
    }
  }

  async #tell(): Promise<void> {
    if (!this.#trainable) return;
    const view = await this.#trainable.view();
    const { end } = this.#trainable;
    this.#isDrawn = false;
    this.#report({ type: 'progress', step: this.#step, isRunning: this.#isRunning, end, view });
  }

  #report(report: Report<View>): void {
    self.postMessage(report, { transfer: report.type === 'progress' ? buffersOf(report.view) : [] });
  }
}

/** The memory of a view's typed arrays, so that it is handed over and not copied. */
function buffersOf(view: unknown): ArrayBuffer[] {
  const values = typeof view === 'object' && view !== null ? Object.values(view) : [];
  const buffers = values.flatMap((value) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
  return [...new Set(buffers)];
}
