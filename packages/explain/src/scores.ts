import {
  argMax,
  cast,
  describeValue,
  oneHot,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
} from '@descent/core';
import { checkInput } from './check-input.js';
import type { ExplainedModel } from './check-model.js';
import { type Replace, type Step, walk } from './walk.js';

/** Which output is explained: one for all examples, or one for each. */
export type Target = number | readonly number[];

/** What there is to know before a score can be explained. */
export interface Scored {
  /** [batch, ...inputShape] */
  readonly x: Tensor;
  /** [batch, outputs]: 1 at the output that is explained. */
  readonly chosen: Tensor;
  /** The outputs that are explained, as float32 numbers: [batch]. */
  readonly targets: Tensor;
  /** Their values: [batch]. */
  readonly scores: Tensor;
}

/**
 * Checks input and target, and finds the scores to explain: those of the targets, or the largest of each example. Runs
 * in a scope.
 * @throws ValueError for a model of several inputs or outputs, and for targets that are no outputs
 */
export function scored(op: string, model: ExplainedModel, x: Tensor, target: Target | undefined): Scored {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new ValueError(
      `${op}: expects a model of one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
      { fix: 'make one of the parts that matter: model(x, y)' },
    );
  }
  const [given] = checkInput(op, model, x) as readonly [Tensor];
  const outputs = outputsOf(model, given);
  const [batchSize, count] = outputs.shape as readonly [number, number];
  const targets =
    target === undefined
      ? (argMax(outputs) as Tensor)
      : (tensor(Int32Array.from(checkTargets(op, target, batchSize, count))) as Tensor);
  const chosen = cast(oneHot(targets, count), 'float32') as Tensor;
  return { x: given, chosen, targets: cast(targets, 'float32') as Tensor, scores: pick(outputs, chosen) };
}

/** A model's outputs as rows: [batch, outputs]. */
export function outputsOf(
  model: ExplainedModel,
  x: Tensor,
  visit: (step: Step) => void = () => undefined,
  replace?: Replace,
): Tensor {
  const [output] = walk(model, [x], visit, replace) as readonly [Tensor];
  return output.reshape([output.shape[0] as number, -1]);
}

/** The chosen one of each row. */
export function pick(outputs: Tensor, chosen: Tensor): Tensor {
  return scope(() => outputs.mul(chosen).sum(-1)) as Tensor;
}

function checkTargets(op: string, target: Target, batchSize: number, count: number): readonly number[] {
  const targets = typeof target === 'number' ? new Array<number>(batchSize).fill(target) : target;
  if (!Array.isArray(targets)) {
    throw new ValueError(`${op}: target must be a number or a list of numbers, got ${describeValue(target)}`);
  }
  if (targets.length !== batchSize) {
    throw new ShapeError(`${op}: ${targets.length} targets for ${batchSize} examples`, {
      fix: 'give one for each, or a number for all',
    });
  }
  const bad = targets.find((each) => !Number.isInteger(each) || each < 0 || each >= count);
  if (bad === undefined) return targets;
  throw new ValueError(
    `${op}: target must be whole numbers from 0 to ${count - 1}, got ${describeValue(bad)}`,
    {
      code: 'E_INDEX',
    },
  );
}
