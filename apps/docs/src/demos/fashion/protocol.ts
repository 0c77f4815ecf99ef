/** The nets that are compared. */
export type NetName = 'dense' | 'cnn';
export const netNames = ['dense', 'cnn'] as const;

/** Steps between two tests on pictures that are not learned from. */
export const testEvery = 50;
/** Pictures in the gallery. */
export const gallerySize = 12;

/** What the reader has set. */
export interface Settings {
  /** The net that trains and is looked at. */
  readonly net: NetName;
  /** `label-answer`: pictures of that cell are shown; nothing: the worst mistakes. */
  readonly cell: string;
  /** What the reader drew: 28 × 28 numbers from 0 to 1; none for nothing. */
  readonly drawing: Float32Array;
}

/** How a net does. */
export interface NetView {
  readonly step: number;
  readonly stepCount: number;
  /** Mean loss of each ten steps. */
  readonly losses: readonly number[];
  /** Share of right answers on the test pictures, after each {@link testEvery} steps. */
  readonly accuracies: readonly number[];
  /** Seconds of training, tests apart. */
  readonly seconds: number;
  /** Seconds of training and tests until the first test with at least {@link goal}. */
  readonly secondsToGoal: number | undefined;
}

/** The share of right answers that {@link NetView.secondsToGoal} waits for. */
export const goal = 0.85;

/** A picture in the gallery. */
export interface Item {
  readonly label: number;
  readonly answer: number;
  /** The probability that the net gave to its answer. */
  readonly confidence: number;
}

/** What is drawn. */
export interface View {
  readonly hasData: boolean;
  readonly nets: Readonly<Record<NetName, NetView>>;
  /** How many pictures of class i were taken for class j, at 10 i + j; none before the first test. */
  readonly confusion: readonly number[];
  readonly items: readonly Item[];
  /** Their pixels, one after another. */
  readonly pixels: Float32Array;
  /** What the nets see of the drawing. */
  readonly seen: Float32Array;
  /** What they take the drawing for: probabilities of the classes. */
  readonly guesses: Readonly<Record<NetName, readonly number[]>>;
}
