// Squared error and log loss of a class 1, with their slopes by the logit. node examples/07-losses.ts
import { cpu } from '@descent/backend-cpu';
import { sigmoid, type Tensor, tensor, useBackend, valueAndGrad } from '@descent/core';
import { logLossFromLogits, meanSquaredError } from '@descent/losses';

await useBackend(cpu());

const y = tensor([1]);
const losses = {
  MSE: (z: Tensor) => meanSquaredError(sigmoid(z), y),
  'log loss': (z: Tensor) => logLossFromLogits(z, y),
};

for (const z of [-120, -8, 0, 8]) {
  const parts = Object.entries(losses).map(([name, loss]) => {
    const { value, gradient } = valueAndGrad(loss)(tensor([z]) as Tensor);
    return `${name} ${value.item().toFixed(4)} with slope ${gradient.item().toFixed(4)}`;
  });
  console.log(`logit ${String(z).padStart(4)}: ${parts.join(', ')}`);
}
