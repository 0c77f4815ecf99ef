import {
  type Compiled,
  compile,
  type Rng,
  stopGradient,
  type Tensor,
  variableGradients,
} from '@descent/core';
import type { Model } from '@descent/layers';
import type { Loss } from '@descent/losses';
import type { Optimizer } from '@descent/train';

/**
 * One step of training, compiled: forward, backward, update, with the penalties of the parameters as `fit` takes them.
 * Gives the loss with penalties before the update.
 * @param rng - for layers that draw while training
 */
export function trainStep(
  model: Model,
  loss: Loss,
  optimizer: Optimizer,
  rng?: Rng,
): Compiled<[x: Tensor, y: Tensor], Tensor> {
  return compile((x: Tensor, y: Tensor) => {
    const parameters = model.trainableParameters;
    const { value, gradients } = variableGradients(
      () => ({
        value: parameters.reduce<Tensor>(
          (sum, { regularizer, value: weights }) =>
            // A penalty with a proximal map takes its step by that, behind the update.
            regularizer ? sum.add(regularizer(regularizer.proximal ? stopGradient(weights) : weights)) : sum,
          loss(model.call(x, { training: true, ...(rng && { rng }) }), y) as Tensor,
        ),
        auxiliary: undefined,
      }),
      parameters,
    );
    const proximals = parameters.map(({ regularizer }) => regularizer?.proximal);
    optimizer.update(parameters, gradients, proximals);
    return value;
  });
}
