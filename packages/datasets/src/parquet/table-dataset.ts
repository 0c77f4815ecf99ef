import { DataError, describeValue, type Shape, ValueError } from '@descent/core';
import { checkWalk } from '../check-walk.js';
import type { BatchOptions, Dataset } from '../dataset.js';
import type { ExampleData, ExampleValues } from '../examples/example.js';
import { fromGenerator } from '../examples/from-generator.js';
import { mapAhead } from '../map-ahead.js';
import type { Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import type { RowOptions } from './open-parquet.js';
import type { Row } from './row-group.js';

/** Which columns of a table are examples, and how. */
export interface TableOptions {
  /** The column with the input, or the columns of numbers that make it up. */
  readonly input: string | readonly string[];
  /** As `input`, for the target. Default: no targets. */
  readonly target?: string | readonly string[] | undefined;
  /** Shape of one input. Default: as many numbers as there are columns. */
  readonly inputShape?: Shape | undefined;
  /** Shape of one target. Default: `[]` for one column, which class indices need, otherwise as for inputs. */
  readonly targetShape?: Shape | undefined;
  /** 'int32' for class indices. Default: 'int32' where the classes have names. */
  readonly targetDtype?: 'float32' | 'int32' | undefined;
  /** Makes numbers of bytes, such as those of a picture; several at a time. */
  readonly decode?:
    | ((bytes: Uint8Array, path: string | undefined) => ExampleValues | Promise<ExampleValues>)
    | undefined;
  /** The most bytes that a row group may take while it is decoded. Default 1 GiB. */
  readonly groupBytes?: number | undefined;
}

/** What its options may be. */
export function tableKinds(): Kinds<TableOptions> {
  return {
    input: kinds.columns,
    target: kinds.columns,
    inputShape: kinds.shape,
    targetShape: kinds.shape,
    targetDtype: kinds.oneOf('float32', 'int32'),
    decode: kinds.callback,
    groupBytes: kinds.whole(1),
  };
}

/** What {@link tableDataset} needs of a table. */
export interface Table {
  readonly name: string;
  readonly length: number;
  readonly columns: readonly string[];
  readonly classNames?: ((column: string) => readonly string[] | undefined) | undefined;
  rows(options?: RowOptions): AsyncGenerator<Row>;
}

/** Rows that are decoded at once, ahead of the one that is asked for. */
const ahead = 16;

/**
 * The rows of a table as a dataset.
 *
 * @throws ValueError for a column that is not there; while it is walked through, DataError for values that are missing
 * or no numbers
 */
export function tableDataset(table: Table, options: TableOptions): Dataset & { readonly length: number } {
  const { input, target, decode, groupBytes } = options;
  const inputs = typeof input === 'string' ? [input] : input;
  const targets = typeof target === 'string' ? [target] : (target ?? []);
  for (const name of [...inputs, ...targets]) {
    if (table.columns.includes(name)) continue;
    throw new ValueError(`${table.name}: has no column ${describeValue(name)}`, {
      fix: `use some of ${table.columns.map((column) => `'${column}'`).join(', ')}`,
    });
  }
  const classNames = targets.length === 1 ? table.classNames?.(targets[0] as string) : undefined;
  const {
    inputShape = [inputs.length],
    targetShape = targets.length === 0 ? [0] : targets.length === 1 ? [] : [targets.length],
    targetDtype = classNames ? ('int32' as const) : undefined,
  } = options;
  const form = { inputShape, targetShape, targetDtype, classNames };
  const example = async (row: Row, index: number): Promise<ExampleData> => {
    const value = (column: string): Promise<ExampleValues> =>
      valuesOf(row[column], decode, () => `${table.name}: row ${index}: ${column}`);
    const x = inShape(await joinedValues(inputs, value), inputShape);
    return targets.length === 0 ? { x } : { x, y: inShape(await joinedValues(targets, value), targetShape) };
  };
  return {
    length: table.length,
    inputShape,
    targetShape,
    classNames,
    async *batches(options: BatchOptions) {
      checkWalk(options);
      const { start = 0, ...how } = options;
      // Rows before the start are not fetched.
      const first = Math.min(table.length, start * how.batchSize);
      const columns = [...new Set([...inputs, ...targets])];
      const generate = ({ signal }: { readonly signal: AbortSignal | undefined }) =>
        mapAhead(table.rows({ columns, start: first, groupBytes, signal }), ahead, (row, i) =>
          example(row, first + i),
        );
      yield* fromGenerator(generate, { ...form, length: table.length - first }).batches(how);
    },
  };
}

/** One column's values, or the numbers of several one behind another. */
async function joinedValues(
  columns: readonly string[],
  value: (column: string) => Promise<ExampleValues>,
): Promise<ExampleValues> {
  if (columns.length === 1) return value(columns[0] as string);
  const all: number[] = [];
  for (const column of columns) addNumbers(await value(column), all);
  return Float64Array.from(all);
}

/** Nested numbers, one behind another. */
function addNumbers(values: unknown, all: number[]): void {
  if (typeof values !== 'object') all.push(Number(values));
  else for (const part of values as Iterable<unknown>) addNumbers(part, all);
}

/** A single number as a list of one, where that is the shape. */
function inShape(values: ExampleValues, shape: Shape): ExampleValues {
  return shape.length > 0 && typeof values === 'number' ? [values] : values;
}

async function valuesOf(
  value: unknown,
  decode: TableOptions['decode'],
  where: () => string,
): Promise<ExampleValues> {
  const { bytes, path } = bytesOf(value);
  if (bytes) {
    if (decode) return decode(bytes, path);
    throw new ValueError(`${where()} holds bytes`, { fix: 'say how to make numbers of them: decode' });
  }
  return numbersOf(value, where);
}

/** Bytes, or a struct of bytes and path, as pictures and sounds are kept. */
function bytesOf(value: unknown): { bytes?: Uint8Array; path?: string | undefined } {
  if (value instanceof Uint8Array) return { bytes: value };
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return {};
  const path = 'path' in value && typeof value.path === 'string' ? value.path : undefined;
  return value.bytes instanceof Uint8Array ? { bytes: value.bytes, path } : {};
}

function numbersOf(value: unknown, where: () => string): ExampleValues {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (Array.isArray(value)) return value.map((part) => numbersOf(part, where)) as ExampleValues;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<unknown>, (part) =>
      numbersOf(part, where),
    ) as ExampleValues;
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new DataError(`${where()} is ${value}, which no number holds exactly`, {
      fix: 'leave the column out, or map it to smaller numbers',
    });
  }
  const what =
    value === null || value === undefined ? 'is missing' : `is ${describeValue(value)}, not a number`;
  throw new DataError(`${where()} ${what}`, { fix: 'choose another column, or clean the data' });
}
