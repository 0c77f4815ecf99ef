import { describeValue, type Tensor, ValueError } from '@descent/core';
import type { AnyLayer, Model, Node, Symbolic } from '@descent/layers';

/** What is looked at of a model: that of any shapes has it. */
export interface ExplainedModel {
  /** Shape of one example, or of each input. */
  readonly inputShape: Model['inputShape'] | readonly Model['inputShape'][];
  /** Shape of one result, or of each. */
  readonly outputShape: Model['outputShape'] | readonly Model['outputShape'][];
  /** Its inputs in the graph. */
  readonly inputs: readonly Symbolic[];
  /** Its outputs in the graph. */
  readonly outputs: readonly Symbolic[];
  /** Each layer once. */
  readonly layers: readonly AnyLayer[];
  /** Every use of a layer. */
  readonly nodes: readonly Node[];
  /** All parameters. */
  readonly parameters: Model['parameters'];
  /** Those that training may change. */
  readonly trainableParameters: Model['trainableParameters'];
}

/** One tensor, or one for each input or output of a model. */
export type OneOrSeveral = Tensor | readonly Tensor[];

/**
 * Checks what was given as a model.
 * @throws ValueError for what is none
 */
export function checkModel(op: string, model: ExplainedModel): void {
  if (Array.isArray(model?.layers) && Array.isArray(model.nodes)) return;
  throw new ValueError(`${op}: expects a model, got ${describeValue(model)}`, {
    fix: 'make one: sequential({ input: [2] }, dense(1))',
  });
}
