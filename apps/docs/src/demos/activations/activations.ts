import { concat, grad, scope, type Tensor, tensor } from '@descent/core';
import { activations } from '@descent/layers';
import { inputs, names, type Settings, type View } from './protocol.js';

/** All activations and their derivatives by autograd, over the axis and at one sum. */
export async function viewOf({ sum }: Settings): Promise<View> {
  const tensors = scope(() => {
    const at = tensor([...inputs, sum]) as Tensor;
    const values = names.map((name) => activations[name](at).mul(1).reshape([1, -1]) as Tensor);
    const slopes = names.map(
      (name) => grad((x: Tensor) => activations[name](x).sum())(at).reshape([1, -1]) as Tensor,
    );
    return [concat(values, 0), concat(slopes, 0)] as const;
  });
  const [values, slopes] = await Promise.all(tensors.map((each) => each.data()));
  for (const each of tensors) each.dispose();
  const row = inputs.length + 1;
  const curvesOf = (all: ArrayLike<number>): Float32Array =>
    Float32Array.from(names.flatMap((_, i) => Array.from(inputs, (_, j) => all[i * row + j] as number)));
  const lastOf = (all: ArrayLike<number>): Float32Array =>
    Float32Array.from(names, (_, i) => all[i * row + inputs.length] as number);
  const [v, s] = [values as Float32Array, slopes as Float32Array];
  return { curves: curvesOf(v), slopes: curvesOf(s), outputs: lastOf(v), outputSlopes: lastOf(s) };
}
