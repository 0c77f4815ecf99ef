import { DataError, describeValue, type Shape } from '@descent/core';
import { ArrayDataset } from './array-dataset.js';
import type { Dataset } from './dataset.js';
import { checkedOptions } from './options/checked-options.js';
import * as kinds from './options/kinds.js';
import { isPartData, type Part, type PartData, partOf } from './part.js';

/** Inputs without targets. */
export interface InputData {
  /** One entry per example. */
  readonly x: PartData;
  /** Shape of one input, for flat typed arrays. */
  readonly inputShape?: Shape;
}

/** Inputs with targets. */
export interface ArrayData extends InputData {
  /** One entry per example; an Int32Array (or Uint8Array) means class indices. */
  readonly y: PartData;
  /** Shape of one target, for flat typed arrays. Default: scalars. */
  readonly targetShape?: Shape;
  /** How much each example counts in the loss: one number >= 0 each. Default: 1 each. */
  readonly weights?: PartData;
  /** Names of the classes, by class index. */
  readonly classNames?: readonly string[];
}

/**
 * A dataset of arrays in memory. Nested arrays become float32; Int32Array and Uint8Array stay whole numbers,
 * as class indices are.
 *
 * @throws DataError for no examples, unequal counts, weights below 0, or values that do not divide into examples; ShapeError for ragged
 * arrays; DtypeError for values that are no numbers
 * @example
 * const xor = fromArrays({ x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] });
 */
export function fromArrays(data: ArrayData): ArrayDataset {
  const { x, y, weights, inputShape, targetShape, classNames } = checkedOptions('fromArrays', data, {
    x: kinds.unchecked,
    y: kinds.unchecked,
    weights: kinds.unchecked,
    inputShape: kinds.unchecked,
    targetShape: kinds.unchecked,
    classNames: kinds.classNames,
  });
  const inputs = partOf('x', x, inputShape);
  const targets = partOf('y', y, targetShape);
  if (inputs.count !== targets.count) {
    const perTarget = inputs.count / targets.count;
    const isFlat = ArrayBuffer.isView(x) && !inputShape && Number.isInteger(perTarget);
    throw new DataError(`fromArrays: x holds ${inputs.count} examples, y holds ${targets.count}`, {
      fix: isFlat ? `say what one input looks like: inputShape: [${perTarget}]` : 'give one target per input',
    });
  }
  return new ArrayDataset(
    { x: inputs, y: targets, weights: weights === undefined ? undefined : weightsOf(weights, inputs.count) },
    classNames,
  );
}

/** @throws DataError unless there is one number >= 0 per example */
export function weightsOf(data: PartData, count: number): Part {
  const weights = partOf('weights', data, []);
  if (weights.count !== count) {
    throw new DataError(`fromArrays: x holds ${count} examples, weights holds ${weights.count} numbers`, {
      fix: 'give one weight per example',
    });
  }
  const at = weights.values.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (at < 0) return { ...weights, values: Float32Array.from(weights.values) };
  throw new DataError(
    `fromArrays: weights must be finite numbers >= 0, weights[${at}] is ${weights.values[at]}`,
  );
}

/**
 * The given dataset, or one of the given arrays; without `y`, or from inputs alone, targets are empty. It is how
 * `fit`, `evaluate` and `predict` take their data.
 *
 * @throws DataError, ShapeError, DtypeError as {@link fromArrays}
 * @example
 * datasetOf([[0, 0], [0, 1]]).inputShape; // [2]
 */
export function datasetOf(data: Dataset | ArrayData | InputData | PartData): Dataset {
  if (isPartData(data)) return datasetOf({ x: data });
  if (typeof data !== 'object' || data === null || !('batches' in data || 'x' in data)) {
    throw new DataError(`datasetOf: expected a dataset or arrays, got ${describeValue(data)}`, {
      fix: 'give fromArrays({ x, y }), { x, y } itself, or inputs alone',
    });
  }
  if ('batches' in data) return data;
  if ('y' in data) return fromArrays(data);
  checkedOptions<InputData>('datasetOf', data, { x: kinds.unchecked, inputShape: kinds.unchecked });
  const inputs = partOf('x', data.x, data.inputShape);
  return new ArrayDataset({ x: inputs, y: noTargets(inputs.count) });
}

/** The targets of examples that have none. */
export function noTargets(count: number): Part {
  return { values: new Float32Array(0), shape: [0], size: 0, count, scale: 1 };
}
