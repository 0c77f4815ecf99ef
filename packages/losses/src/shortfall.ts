import { equal, mul, relu, sub, type Tensor, where } from '@descent/core';

/** How far a prediction falls short of the margin: max(0, 1 − t p). Targets are −1 or 1; 0 stands for −1. */
export function shortfall(predictions: Tensor, targets: Tensor): Tensor {
  return relu(sub(1, mul(where(equal(targets, 0), -1, targets), predictions))) as Tensor;
}
