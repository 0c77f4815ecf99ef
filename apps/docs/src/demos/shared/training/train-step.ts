import { type Compiled, compile, type Rng, type Tensor, variableGradients } from '@descent/core';
import type { Model } from '@descent/layers';
import type { Loss } from '@descent/losses';
import type { Optimizer } from '@descent/train';

/**
 * One step of training, compiled: forward, backward, update. Gives the loss before the update.
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
        value: loss(model.call(x, { training: true, ...(rng && { rng }) }), y) as Tensor,
        auxiliary: undefined,
      }),
      parameters,
    );
    optimizer.update(parameters, gradients);
    return value;
  });
}
