import {
  type Compiled,
  compile,
  concat,
  currentBackend,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: the op, on tensors
  isFinite,
  logicalAnd,
  type Rng,
  sqrt,
  stack,
  type Tensor,
  type Variable,
  variableGradients,
  where,
} from '@descent/core';
import type { Model } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { batchLoss } from './batch-loss.js';
import type { Metrics } from './metric.js';
import { largestOf } from './optimizers/clip-gradients.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { Values } from './placed-batch.js';
import { report } from './tally.js';
import { worksAlongside } from './works-alongside.js';

/** What a step needs besides the batch. */
export interface StepOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics: Metrics;
  readonly rng: Rng;
  /**
   * A bool that holds until a step is not finite: later steps change nothing then. Where it is left out they go on. For
   * devices that are given a step before the numbers of the one before are known; elsewhere it is left alone.
   */
  readonly going?: Variable;
}

/**
 * The compiled training step: forward, backward, update, constraints. When the loss or the size of the gradient is not
 * finite, parameters and the optimizer's state keep what they held. The size is the norm, whose squares overflow where
 * those of an optimizer would, or the largest element where the optimizer clips.
 * @returns of each call, a vector: the size of the gradient, the loss, and the report on the metrics
 */
export function trainStep({
  model,
  loss,
  optimizer,
  metrics,
  rng,
  going,
}: StepOptions): Compiled<[Values, Values, Tensor | undefined], Tensor> {
  return compile((x: Values, y: Values, weights: Tensor | undefined) => {
    const parameters = model.trainableParameters;
    const cells = [...model.parameters, ...optimizer.state];
    const before = cells.map((cell) => cell.value);
    const draws = rng.draws.value;
    const guard = going && worksAlongside(currentBackend()) ? going : undefined;
    const { value, gradients, auxiliary } = variableGradients(() => {
      const { predictions, value } = batchLoss(model, loss, x, y, weights, { training: true, rng });
      return { value, auxiliary: report(metrics, predictions, y) };
    }, parameters);
    const proximals = parameters.map(({ regularizer }) => regularizer?.proximal);
    optimizer.update(parameters, gradients, proximals);
    for (const parameter of parameters) {
      if (parameter.constraint) parameter.assign(parameter.constraint(parameter.value));
    }
    const size = optimizer.clips ? largestOf(gradients) : normOf(gradients);
    const isFiniteStep = logicalAnd(isFinite(value), isFinite(size));
    const isSound = guard ? logicalAnd(isFiniteStep, guard.value) : isFiniteStep;
    cells.forEach((cell, i) => {
      const old = before[i] as Tensor;
      if (cell.value !== old) cell.assign(where(isSound, cell.value, old));
    });
    if (guard) {
      // A step that is not finite draws all the same, as one that is left out; none behind it does.
      if (rng.draws.value !== draws) rng.draws.assign(where(guard.value, rng.draws.value, draws));
      guard.assign(isSound);
    }
    const scalars = [size, value].map((x) => x.reshape([1]));
    return concat([...scalars, ...auxiliary] as Tensor<readonly [number]>[]);
  });
}

/** √Σ g² over all gradients. */
function normOf(gradients: readonly Tensor[]): Tensor {
  return sqrt(stack(gradients.map((gradient) => gradient.square().sum())).sum());
}
