// Down a ravine: 0.1 w₁² + 4 w₂². Raise the learning rate to 0.26, and the walk diverges.
import { scope, type Tensor, tensor, valueAndGrad } from '@descent/core';

const learningRate = 0.2;
const ravine = (w: Tensor): Tensor =>
  w
    .square()
    .mul(tensor([0.1, 4]))
    .sum();
const slope = valueAndGrad(ravine);

let w: Tensor = tensor([-4, 1]);
for (let step = 0; step <= 60; step++) {
  const here = w;
  w = scope(() => {
    const { value, gradient } = slope(here);
    if (step % 10 === 0) console.log(`step ${step}: loss ${value.item().toFixed(4)}`);
    return here.sub(gradient.mul(learningRate));
  });
}
console.log(w);
