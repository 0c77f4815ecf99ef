import type { BackendChoice } from './backends.js';
import { TrainingClient } from './training-client.js';

/** What the page does when its worker has evaluated. */
interface EvaluatorEvents<Settings, View> {
  onReady(backend: BackendChoice, description: string): void;
  /** @param settings - what it is a view of */
  onView(view: View, settings: Settings): void;
  onFailed(message: string): void;
}

/**
 * The page's side of a demo that evaluates in a worker and does not train: what is set last is what is evaluated, however
 * fast the reader sets it. The worker `serve`s a trainable whose view is the result.
 */
export class Evaluator<Settings, View> {
  readonly #client: TrainingClient<Settings, View>;
  /** What the worker was asked for last. */
  #asked: Settings | undefined;
  #next: Settings | undefined;
  #isBusy = false;

  constructor(worker: Worker, events: EvaluatorEvents<Settings, View>, signal: AbortSignal) {
    this.#client = new TrainingClient(
      worker,
      {
        onReady: events.onReady,
        onProgress: ({ view }) => {
          events.onView(view, this.#asked as Settings);
          this.#goOn();
        },
        onFailed: (message) => {
          events.onFailed(message);
          this.#goOn();
        },
      },
      signal,
    );
  }

  /** Starts a backend, and evaluates on it. */
  start(settings: Settings, backend: BackendChoice): void {
    this.#isBusy = true;
    this.#asked = settings;
    this.#next = undefined;
    this.#client.send({ type: 'start', settings, backend, speed: 1 });
  }

  /** Evaluates with new settings; those that still wait are passed over. */
  ask(settings: Settings): void {
    this.#next = settings;
    if (!this.#isBusy) this.#goOn();
  }

  #goOn(): void {
    this.#isBusy = this.#next !== undefined;
    if (this.#next === undefined) return;
    this.#asked = this.#next;
    this.#next = undefined;
    this.#client.send({ type: 'settings', settings: this.#asked });
  }
}
