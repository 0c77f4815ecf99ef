import type { BackendChoice } from './backends.js';
import type { Progress, Report, Request } from './messages.js';

/** What the page does when its worker tells something. */
export interface ClientEvents<View> {
  onReady(backend: BackendChoice, description: string): void;
  onProgress(progress: Progress<View>): void;
  onFailed(message: string): void;
}

/** The page's side of a demo that trains in a worker. Ends with the signal. */
export class TrainingClient<Settings, View, Act = never> {
  readonly #worker: Worker;

  constructor(worker: Worker, events: ClientEvents<View>, signal: AbortSignal) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Report<View>>) => {
      switch (data.type) {
        case 'ready':
          return events.onReady(data.backend, data.description);
        case 'progress':
          events.onProgress(data);
          return this.send({ type: 'drawn' });
        case 'failed':
          return events.onFailed(data.message);
      }
    };
    worker.onerror = ({ message }) => events.onFailed(message || 'its worker could not be loaded');
    signal.addEventListener('abort', () => worker.terminate(), { once: true });
  }

  send(request: Request<Settings, Act>): void {
    this.#worker.postMessage(request);
  }
}
