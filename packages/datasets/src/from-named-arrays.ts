import { checkOptions, DataError, type Shape } from '@descent/core';
import { ArrayDataset } from './array-dataset.js';
import type { Named } from './dataset.js';
import { noTargets, weightsOf } from './from-arrays.js';
import { NamedDataset } from './named-dataset.js';
import { isPartData, type PartData, partOf } from './part.js';

/** Inputs and targets for models of several inputs or outputs. */
export interface NamedArrayData {
  /** Inputs, or those of each input by its name. */
  readonly x: PartData | Named<PartData>;
  /** Shape of one input, for flat typed arrays; by name where inputs are. */
  readonly inputShape?: Shape | Named<Shape>;
  /** Targets, or those of each output by its name. Without them the data serve for predictions alone. */
  readonly y?: PartData | Named<PartData>;
  /** Shape of one target, for flat typed arrays; by name where targets are. */
  readonly targetShape?: Shape | Named<Shape>;
  /** How much each example counts in the loss: one number >= 0 each. Default: 1 each. */
  readonly weights?: PartData;
}

/**
 * A dataset of arrays in memory for models of several inputs or outputs.
 *
 * @throws DataError for no examples, unequal counts, weights below 0, or values that do not divide into examples;
 * ShapeError for ragged arrays; DtypeError for values that are no numbers
 * @example fromNamedArrays({ x: { a: [[1], [2]], b: [[3, 4], [5, 6]] }, y: [[0], [1]] }).length // 2
 */
export function fromNamedArrays(data: NamedArrayData): NamedDataset {
  const names = ['x', 'inputShape', 'y', 'targetShape', 'weights'] as const;
  const { x, inputShape, y, targetShape, weights } = checkOptions('fromNamedArrays', data, names);
  const inputs = columnsOf('x', x, inputShape);
  const targets = y === undefined ? [] : columnsOf('y', y, targetShape);
  const [first] = inputs;
  if (!first) throw new DataError('fromNamedArrays: x names no inputs', { fix: 'x: { a: [[…], […]] }' });
  for (const { title, part } of [...inputs, ...targets]) {
    if (part.count === first.part.count) continue;
    throw new DataError(
      `fromNamedArrays: ${first.title} holds ${first.part.count} examples, ${title} holds ${part.count}`,
      { fix: 'give as many of each' },
    );
  }
  const none = noTargets(first.part.count);
  const counted = weights === undefined ? undefined : weightsOf(weights, first.part.count);
  const dataset = (columns: readonly Column[], own?: typeof counted) => {
    const made = columns.map(({ name, part }, i) => {
      const extra = i === 0 && own ? { weights: own } : {};
      return [name, new ArrayDataset({ x: part, y: none, ...extra })] as const;
    });
    const [[name, one] = []] = made;
    return name === undefined && one ? one : Object.fromEntries(made as [string, ArrayDataset][]);
  };
  return new NamedDataset(
    dataset(inputs, counted),
    y === undefined ? new ArrayDataset({ x: none, y: none }) : dataset(targets),
  );
}

/** Inputs of one name, or without one. */
interface Column {
  readonly name: string | undefined;
  readonly title: string;
  readonly part: ReturnType<typeof partOf>;
}

function columnsOf(
  what: 'x' | 'y',
  data: PartData | Named<PartData>,
  shape: Shape | Named<Shape> | undefined,
): Column[] {
  if (isPartData(data) || typeof data !== 'object' || data === null) {
    return [{ name: undefined, title: what, part: partOf(what, data as PartData, shape as Shape) }];
  }
  if (shape !== undefined) {
    const option = what === 'x' ? 'inputShape' : 'targetShape';
    checkOptions<object, readonly never[]>(`fromNamedArrays: ${option}`, shape, Object.keys(data) as never);
  }
  return Object.entries(data).map(([name, part]) => {
    const title = `${what}.${name}`;
    return { name, title, part: partOf(title, part, (shape as Named<Shape> | undefined)?.[name]) };
  });
}
