/**
 * What a demo trains, in its worker. Calls never overlap. It is made anew, from the same seed, when the reader resets or
 * changes the backend.
 */
export interface Trainable<Settings, View, Act = never> {
  /** Takes over what the reader set; gives whether that meant to begin anew. */
  configure(settings: Settings): boolean | Promise<boolean>;
  /** Does what the reader did in a figure; steps are counted from there. */
  act?(act: Act): void | Promise<void>;
  /** One step. */
  step(): Promise<void>;
  /** Why more steps would be of no use, by a name that the page knows; undefined while they are. */
  readonly end: string | undefined;
  /** What the figures draw. Its typed arrays are handed over: they are made for it. */
  view(): Promise<View>;
  dispose(): void;
}
