import type { ArrayDataset } from './array-dataset.js';
import { checkWalk } from './check-walk.js';
import type { Batch, BatchOptions, BatchPart, BatchParts, Dataset, Named } from './dataset.js';

/** One dataset, or several by name. */
type Columns = ArrayDataset | Named<ArrayDataset>;

/**
 * A dataset in memory for models of several inputs or outputs: datasets of equal length, walked through in step.
 *
 * @example
 * const data = fromNamedArrays({ x: { age, picture }, y: { price, kind } });
 * for await (const { x, y, size } of data.batches({ batchSize: 2 })) …
 */
export class NamedDataset implements Dataset<BatchParts, BatchParts> {
  /** Number of examples. */
  readonly length: number;
  /** Shape of one input, or of one of each. */
  readonly inputShape: readonly number[] | Named<readonly number[]>;
  /** Shape of one target, or of one of each. */
  readonly targetShape: readonly number[] | Named<readonly number[]>;
  readonly #x: Columns;
  readonly #y: Columns;

  /** Use {@link fromNamedArrays}, which checks what this takes as it is: the first of `x` has the weights. */
  constructor(x: Columns, y: Columns) {
    this.#x = x;
    this.#y = y;
    this.length = (listOf(x)[0] as ArrayDataset).length;
    this.inputShape = mapped(x, ({ inputShape }) => inputShape);
    this.targetShape = mapped(y, ({ inputShape }) => inputShape);
  }

  /**
   * Walks through the examples once, a batch at a time.
   * @throws ValueError for a batch size that is no whole number >= 1, an epoch or start that is none >= 0
   */
  async *batches(options: BatchOptions): AsyncGenerator<Batch<BatchParts, BatchParts>> {
    checkWalk(options);
    const [first, ...others] = [...listOf(this.#x), ...listOf(this.#y)].map(
      (column) => [column, column.batches(options)] as const,
    ) as [
      readonly [ArrayDataset, AsyncGenerator<Batch>],
      ...(readonly [ArrayDataset, AsyncGenerator<Batch>])[],
    ];
    for await (const batch of first[1]) {
      const parts = new Map<ArrayDataset, BatchPart>([[first[0], batch.x]]);
      for (const [column, batches] of others) parts.set(column, (await batches.next()).value.x);
      const partOf = (column: ArrayDataset): BatchPart => parts.get(column) as BatchPart;
      const { size, weights } = batch;
      yield { x: mapped(this.#x, partOf), y: mapped(this.#y, partOf), size, ...(weights && { weights }) };
    }
  }

  /**
   * The first `count` examples, or all when there are fewer.
   * @throws ValueError for a count that is no whole number >= 0
   */
  take(count: number): NamedDataset {
    const part = (column: ArrayDataset): ArrayDataset => column.take(count);
    return new NamedDataset(mapped(this.#x, part), mapped(this.#y, part));
  }

  /**
   * All but the first `count` examples.
   * @throws ValueError for a count that is no whole number >= 0
   */
  skip(count: number): NamedDataset {
    const part = (column: ArrayDataset): ArrayDataset => column.skip(count);
    return new NamedDataset(mapped(this.#x, part), mapped(this.#y, part));
  }
}

function isOne(columns: Columns): columns is ArrayDataset {
  return 'batches' in columns && typeof columns.batches === 'function';
}

function listOf(columns: Columns): readonly ArrayDataset[] {
  return isOne(columns) ? [columns] : Object.values(columns);
}

/** What `f` makes of one, or of each by its name. */
function mapped<T>(columns: Columns, f: (column: ArrayDataset) => T): T | Named<T> {
  return isOne(columns)
    ? f(columns)
    : Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, f(column)]));
}
