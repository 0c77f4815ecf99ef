import { type BackendChoice, backendLabels, isMissing } from '../shared/training/backends.js';
import type { Product, Report, Request, Settings, Training } from './protocol.js';

/** What is known of a backend. */
export interface Found {
  readonly choice: BackendChoice;
  readonly state: 'waiting' | 'measuring' | 'done' | 'missing' | 'failed';
  /** Why it is missing or failed. */
  readonly reason?: string;
  readonly training?: Training;
  readonly products: readonly Product[];
}

/** The backends of this browser, in the order in which they are measured. */
const choices = Object.keys(backendLabels).sort((a, b) => order(a) - order(b)) as BackendChoice[];

/** One thread goes first: the others are compared with it. */
function order(choice: string): number {
  return choice === 'cpu1' ? 0 : choice === 'cpu' ? 1 : 2;
}

/** Measures the backends in a worker, until it is done or stopped. */
export class Measurement {
  readonly #onChange: () => void;
  #worker: Worker | undefined;
  #found: readonly Found[] = choices.map(atStart);

  constructor(onChange: () => void, signal: AbortSignal) {
    this.#onChange = onChange;
    signal.addEventListener('abort', () => this.#worker?.terminate(), { once: true });
  }

  get found(): readonly Found[] {
    return this.#found;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Begins anew. */
  start(settings: Settings): void {
    this.clear();
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Report>) => this.#take(data);
    worker.onerror = ({ message }) => this.#stop(message || 'its worker could not be loaded');
    const present = this.#found.filter(({ state }) => state === 'waiting').map(({ choice }) => choice);
    worker.postMessage({ settings, choices: present } satisfies Request);
    this.#onChange();
  }

  /** What was found stays. */
  stop(): void {
    this.#stop('stopped');
    this.#onChange();
  }

  /** Forgets what was found. */
  clear(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#found = choices.map(atStart);
  }

  #stop(reason: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#found = this.#found.map((each) =>
      each.state === 'measuring' ? { ...each, state: 'failed', reason } : each,
    );
  }

  #take(report: Report): void {
    switch (report.type) {
      case 'finished':
        this.#stop('');
        break;
      case 'begun':
        this.#change(report.choice, () => ({ state: 'measuring' }));
        break;
      case 'done':
        this.#change(report.choice, () => ({ state: 'done' }));
        break;
      case 'failed':
        this.#change(report.choice, () => ({ state: 'failed', reason: report.message }));
        break;
      case 'training':
        this.#change(report.choice, () => ({ training: report.training }));
        break;
      case 'product':
        this.#change(report.choice, ({ products }) => ({ products: [...products, report.product] }));
        break;
    }
    this.#onChange();
  }

  #change(choice: BackendChoice, next: (found: Found) => Partial<Found>): void {
    this.#found = this.#found.map((each) => (each.choice === choice ? { ...each, ...next(each) } : each));
  }
}

function atStart(choice: BackendChoice): Found {
  const reason = isMissing(choice);
  return reason === undefined
    ? { choice, state: 'waiting', products: [] }
    : { choice, state: 'missing', reason, products: [] };
}
