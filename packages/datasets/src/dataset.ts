/** The inputs or the targets of a batch. */
export interface BatchPart {
  /** Row-major, one example after another; whole numbers are class indices. */
  readonly values: Float32Array | Int32Array;
  /** [batch, ...shape of one]. */
  readonly shape: readonly number[];
}

/** Something for each input or output of a model, by its name. */
export type Named<T> = Readonly<Record<string, T>>;

/** Inputs or targets of a batch: of one input or output, or of several by name or in the model's order. */
export type BatchParts = BatchPart | Named<BatchPart> | readonly BatchPart[];

/** Shapes of {@link BatchParts}, without the batch axis. */
export type PartShapes<P extends BatchParts> = P extends BatchPart
  ? readonly number[]
  : Named<readonly number[]> | readonly (readonly number[])[];

/** Some examples at once: inputs `x` and targets `y`. */
export interface Batch<X extends BatchParts = BatchPart, Y extends BatchParts = BatchPart> {
  /** Inputs. */
  readonly x: X;
  /** Targets; of shape [batch, 0] where there are none. */
  readonly y: Y;
  /** How much each example counts in the loss, [batch]. Default: 1 each. */
  readonly weights?: BatchPart | undefined;
  /** Number of examples. */
  readonly size: number;
}

/** A shuffle: the same seed and epoch give the same order, for ever. */
export interface Order {
  /** A whole number from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** A whole number >= 0; each has an order of its own. */
  readonly epoch: number;
}

/** How a dataset is walked through. */
export interface BatchOptions {
  /** Examples per batch; the last batch may be smaller. */
  readonly batchSize: number;
  /** Default: the dataset's own order. */
  readonly order?: Order | undefined;
  /** Number of batches to skip: where an earlier walk stopped. Default 0. */
  readonly start?: number;
  /** Ends the walk where it waits or searches; what is behind it is closed, and the walk fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Examples that come in batches of typed arrays. A walk's place is plain data (seed, epoch, batch), so that
 * training can stop and go on at the same example. Anything of this shape can be trained on; {@link fromArrays} makes
 * one of arrays in memory, {@link fromNamedArrays} one for models of several inputs or outputs.
 *
 * @example
 * for await (const { x, y } of data.batches({ batchSize: 32, order: { seed: 1, epoch: 0 } }))
 *   console.log(x.shape, y.shape); // [32, 28, 28, 1] [32]
 */
export interface Dataset<X extends BatchParts = BatchPart, Y extends BatchParts = BatchPart> {
  /** Number of examples; undefined when it is not known ahead. */
  readonly length: number | undefined;
  /** Shape of one input. */
  readonly inputShape: PartShapes<X>;
  /** Shape of one target: `[]` for class indices. */
  readonly targetShape: PartShapes<Y>;
  /** Names of the classes, where targets are class indices. */
  readonly classNames?: readonly string[] | undefined;
  /** Walks through the examples once; equal options give equal batches. */
  batches(options: BatchOptions): AsyncIterable<Batch<X, Y>>;
}
