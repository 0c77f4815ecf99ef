// Gradient descent, momentum and Adam on a bowl and in a ravine: how many steps each takes at which learning rate.
// node examples/14-gradient-descent.ts
import { cpu } from '@descent/backend-cpu';
import { scope, type Tensor, tensor, useBackend, Variable, variableGradients } from '@descent/core';
import { adam, type Optimizer, sgd } from '@descent/train';

await useBackend(cpu());

/** The loss is a w1² + b w2²; along each weight its curvature is 2a and 2b. */
const surfaces = { bowl: [1, 1], ravine: [0.1, 4] };

/** Steps from (−2.6, 1.2) until the loss is below 0.001, or what happens instead. */
function stepsOf([a = 0, b = 0]: readonly number[], optimizer: Optimizer): string {
  const weights = new Variable(tensor([-2.6, 1.2]));
  using halves = tensor([a, b]);
  for (let step = 0; step < 1000; step++) {
    const loss = scope(() => {
      const { value, gradients } = variableGradients(
        () => weights.value.square().mul(halves).sum() as Tensor<[]>,
        [weights],
      );
      const before = value.item();
      if (before >= 1e-3) optimizer.update([weights], gradients);
      return before;
    });
    if (loss < 1e-3) return `${step} ${step === 1 ? 'step' : 'steps'}`;
    if (loss > 1e6) return 'diverges';
  }
  return 'not in 1000 steps';
}

for (const [name, curvatures] of Object.entries(surfaces)) {
  const limit = 2 / (2 * Math.max(...curvatures));
  console.log(`${name}: gradient descent diverges beyond a rate of ${limit}`);
  for (const learningRate of [0.1 * limit, 0.5 * limit, 0.96 * limit, 1.04 * limit]) {
    const ways = {
      'gradient descent': sgd({ learningRate }),
      momentum: sgd({ learningRate, momentum: 0.9 }),
      Adam: adam({ learningRate }),
    };
    const found = Object.entries(ways).map(([way, optimizer]) => {
      const steps = stepsOf(curvatures, optimizer);
      optimizer.dispose();
      return `${way} ${steps}`;
    });
    console.log(`  rate ${learningRate.toFixed(3)}: ${found.join(', ')}`);
  }
}
