/** The nets that are compared. */
export type NetName = 'dense' | 'cnn';
export const netNames = ['cnn', 'dense'] as const;

/** A garment lies in the middle of its frame and may be moved so far each way, in pixels. */
export const reach = 7;
/** All shifts along an axis. */
export const shifts = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);

/** What the reader has set. */
export interface Settings {
  /** Whether the pixels of all pictures are scrambled, all in the same way. */
  readonly scrambled: boolean;
  /** Which test picture is moved. */
  readonly picture: number;
}

/** How a net does. */
export interface NetView {
  /** Share of right answers where the garments are moved to the right, by {@link shifts}; none before the first test. */
  readonly accuracies: readonly number[];
  /** Probability of the right class of the picture, row by row, for all shifts down and to the right. */
  readonly map: Float32Array;
  /** What the picture is taken for then. */
  readonly answers: Int32Array;
}

/** What is drawn. */
export interface View {
  readonly hasData: boolean;
  /** The step after which the nets were looked at. */
  readonly testedAt: number;
  readonly nets: Readonly<Record<NetName, NetView>>;
  /** The garment, 14 × 14. */
  readonly garment: Float32Array;
  readonly label: number;
}
