import * as tf from '@tensorflow/tfjs-core';

const { div, mean, reshape, sign, square, stridedSlice, sub, sum, transpose } = tf;
const ops = { div, mean, reshape, sign, square, stridedSlice, sub, sum, transpose };

/**
 * Gives tensors of tfjs-core the methods that some of tfjs-layers calls and only the union package adds: they are
 * functions of tfjs-core.
 */
export function addChainedOps(): void {
  const methods = Object.entries(ops).map(([name, given]) => {
    const op = given as (...all: unknown[]) => tf.Tensor;
    const method = function (this: tf.Tensor, ...rest: unknown[]): tf.Tensor {
      return op(this, ...rest);
    };
    return [name, method] as const;
  });
  const flatten = function (this: tf.Tensor): tf.Tensor {
    return reshape(this, [this.size]);
  };
  Object.assign(tf.Tensor.prototype, Object.fromEntries(methods), { flatten });
}
