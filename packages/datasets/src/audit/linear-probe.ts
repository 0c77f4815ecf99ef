import {
  compile,
  oneHot,
  scope,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
  Variable,
  variableGradients,
} from '@descent/core';

/** Examples as rows of numbers. */
export interface Rows {
  /** [count, size], row-major. */
  readonly values: Float32Array;
  readonly count: number;
  readonly size: number;
}

const steps = 100;
const rate = 2;
const momentum = 0.9;
const weightDecay = 1e-3;

/**
 * The classes that a linear model foretells for `test`, after 100 steps of gradient descent on all of `train`: softmax
 * regression, on the backend in use. It knows nothing of shapes or places; what it finds is plain to see.
 *
 * @param labels - class indices of `train`
 */
export async function linearProbe(
  train: Rows,
  labels: Int32Array,
  test: Rows,
  classCount: number,
): Promise<Int32Array> {
  const { size } = train;
  const cells = [new Variable({ shape: [size, classCount] }), new Variable({ shape: [classCount] })] as const;
  const speeds = cells.map(({ shape }) => new Variable({ shape }));
  const logits = (x: Tensor): Tensor => x.matmul(cells[0].value as Tensor).add(cells[1].value) as Tensor;
  const step = compile((x: Tensor, y: Tensor) => {
    const { gradients } = variableGradients(
      () =>
        softmaxCrossEntropy(logits(x), y)
          .mean()
          .add(cells[0].value.square().sum().mul(weightDecay)) as Tensor,
      [...cells],
    );
    for (const [i, gradient] of gradients.entries()) {
      const [cell, speed] = [cells[i] as Variable, speeds[i] as Variable];
      const moved = speed.value.mul(momentum).sub(gradient.mul(rate)) as Tensor;
      speed.assign(moved);
      cell.assign(cell.value.add(moved) as Tensor);
    }
  });
  const foretold = scope(() => {
    const x = tensor(train.values).reshape([train.count, size]);
    const y = oneHot(tensor(labels), classCount) as Tensor;
    for (let i = 0; i < steps; i++) step(x, y);
    return logits(tensor(test.values).reshape([test.count, size])).argMax(-1);
  });
  try {
    return Int32Array.from(await foretold.data());
  } finally {
    foretold.dispose();
    step.dispose();
    for (const each of [...cells, ...speeds]) each.dispose();
  }
}
