import { describeValue, ValueError } from '@descent/core';
import type { ArrayData, BatchPart, BatchParts, Dataset, InputData, PartData } from '@descent/datasets';
import type { AnyModel } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { dataOf } from './data-of.js';
import { isList } from './is-list.js';
import { checkMetrics, type Metrics } from './metric.js';
import type { SeveralData } from './per-output.js';
import { combineOutputs } from './several/combine-outputs.js';
import { orderParts } from './several/order-parts.js';

/** What a run makes small and reports; where a model has several outputs, of lists of tensors. */
export interface Objective {
  readonly loss: Loss;
  readonly metrics: Metrics<unknown>;
}

/** What `fit` and `evaluate` are told of it. */
export interface ObjectiveOptions {
  readonly loss: unknown;
  readonly lossWeights?: unknown;
  readonly metrics?: unknown;
}

/**
 * The loss and the metrics of a run, checked.
 * @throws ValueError
 */
export function objectiveOf(op: string, model: AnyModel, options: ObjectiveOptions): Objective {
  const { loss, metrics = {} } = options;
  if (isList(model)) return combineOutputs(op, model, options);
  checkMetrics(op, metrics as Metrics<unknown>);
  if (typeof loss === 'function') return { loss: loss as Loss, metrics: metrics as Metrics<unknown> };
  throw new ValueError(`${op}: loss must be a function, got ${describeValue(loss)}`, {
    fix: 'for example loss: meanSquaredError',
  });
}

/** What `fit`, `evaluate` and `predict` are given, as batches whose parts lie in the order of the model. */
export async function sourceOf(
  op: string,
  model: AnyModel,
  data: Dataset<BatchPart, BatchParts> | ArrayData | InputData | PartData | SeveralData | readonly PartData[],
): Promise<Dataset> {
  if (model.inputs.length === 1 && !isList(model)) return dataOf(data as ArrayData);
  return orderParts(op, model, ('batches' in data || 'x' in data ? data : { x: data }) as SeveralData);
}
