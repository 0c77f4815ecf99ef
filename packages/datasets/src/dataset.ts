/** Values of a batch: [batch, ...shape of one], row-major. */
export interface BatchPart {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Some examples at once: inputs `x` and targets `y`. */
export interface Batch {
  readonly x: BatchPart;
  readonly y: BatchPart;
  /** Number of examples. */
  readonly size: number;
}

/** A shuffle: the same seed and epoch give the same order, for ever. */
export interface Order {
  readonly seed: number;
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
}

/**
 * Examples that come in batches of typed arrays. A walk's place is plain data (seed, epoch, batch), so that
 * training can stop and go on at the same example.
 */
export interface Dataset {
  /** Number of examples; undefined when it is not known ahead. */
  readonly length: number | undefined;
  /** Shape of one input. */
  readonly inputShape: readonly number[];
  /** Shape of one target: `[]` for class indices. */
  readonly targetShape: readonly number[];
  /** Names of the classes, where targets are class indices. */
  readonly classNames?: readonly string[] | undefined;
  /** Walks through the examples once. */
  batches(options: BatchOptions): AsyncIterable<Batch>;
}
