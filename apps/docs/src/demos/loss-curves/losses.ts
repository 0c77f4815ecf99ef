import { fill, grad, scope, sigmoid, type Tensor, tensor } from '@descent/core';
import { logLoss, logLossFromLogits, meanSquaredError } from '@descent/losses';
import { places, type Settings, type View } from './protocol.js';

/** Both losses of every place and where the reader is, with their derivatives along the axis and by the logit. */
export async function viewOf({ y, logit, axis }: Settings): Promise<View> {
  const tensors = scope(() => {
    const here = sigmoid(tensor([logit]));
    const isLogit = axis === 'logit';
    const along = tensor([...places[axis], 0]) as Tensor;
    const isLast = tensor([...places[axis].map(() => 0), 1]) as Tensor;
    const at = along.add(isLast.mul(isLogit ? logit : here)) as Tensor;
    const classes = (x: Tensor): Tensor => fill([...x.shape], Number(y)) as Tensor;
    // One example a column, so that a loss's own mean is over one number; their sum has each one's own slope.
    const squared = (x: Tensor): Tensor => {
      const p = (isLogit ? sigmoid(x) : x).reshape([-1, 1]);
      return meanSquaredError.perExample(p, classes(p));
    };
    const log = (x: Tensor): Tensor => {
      const column = x.reshape([-1, 1]);
      return (isLogit ? logLossFromLogits : logLoss).perExample(column, classes(column));
    };
    const z = tensor([logit]) as Tensor;
    return [
      squared(at),
      log(at),
      grad((x: Tensor) => squared(x).sum())(at),
      grad((x: Tensor) => log(x).sum())(at),
      here,
      grad((x: Tensor) => meanSquaredError(sigmoid(x), classes(x)))(z),
      grad((x: Tensor) => logLossFromLogits(x, classes(x)))(z),
    ] as const;
  });
  const values = await Promise.all(tensors.map(async (each) => Float32Array.from(await each.data())));
  for (const each of tensors) each.dispose();
  const [squared, log, squaredSlope, logSlope, p, squaredByLogit, logByLogit] = values as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return {
    squared,
    log,
    squaredSlope,
    logSlope,
    probability: p[0] as number,
    squaredByLogit: squaredByLogit[0] as number,
    logByLogit: logByLogit[0] as number,
  };
}
