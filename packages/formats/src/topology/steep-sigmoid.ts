import { add, clip, mul, scope, type Tensor, withRecipe } from '@descent/core';

/**
 * The sigmoid in three straight pieces of Keras 2 and TensorFlow.js: min(max(0.2 x + 0.5, 0), 1). Keras 3 and
 * `hardSigmoid` have a slope of 1/6.
 */
export const steepSigmoid = withRecipe(
  (x: Tensor): Tensor => scope(() => clip(add(mul(x, 0.2), 0.5) as Tensor, 0, 1) as Tensor),
  'steepSigmoid',
);
