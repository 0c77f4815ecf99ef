/** Computes what a demo shows from what is set. */
export interface Evaluation<Settings> {
  /** Tells where that is done, and lets the reader choose where there is a choice. */
  readonly element: HTMLElement;
  /** Asks for a view of what is set. What is set last always gets its view; what is set in between may be passed over. */
  ask(settings: Settings): void;
}

/** What the demo does with it. */
export interface EvaluationEvents<Settings, View> {
  onView(view: View, settings: Settings): void;
  onFailed(message: string): void;
}

/** Where a demo evaluates: `onPage` or `inWorker`. */
export type Evaluate<Settings, View> = (
  events: EvaluationEvents<Settings, View>,
  signal: AbortSignal,
) => Evaluation<Settings>;
