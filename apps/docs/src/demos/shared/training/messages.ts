import type { BackendChoice } from './backends.js';

/** From the page to the worker. */
export type Request<Settings, Act> =
  | {
      readonly type: 'start';
      readonly settings: Settings;
      readonly backend: BackendChoice;
      readonly speed: number;
    }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'act'; readonly act: Act }
  | { readonly type: 'reset'; readonly settings: Settings }
  | { readonly type: 'step' | 'run' | 'pause' }
  /** The last report of a run is drawn: the next may come. */
  | { readonly type: 'drawn' };

/** Where training stands. */
export interface Progress<View> {
  readonly type: 'progress';
  /** Steps since the start. */
  readonly step: number;
  readonly isRunning: boolean;
  /** Why more steps would be of no use. */
  readonly end: string | undefined;
  readonly view: View;
}

/** From the worker to the page. */
export type Report<View> =
  | { readonly type: 'ready'; readonly backend: BackendChoice; readonly description: string }
  | Progress<View>
  | { readonly type: 'failed'; readonly message: string };
