import { concat, grad, scope, type Tensor, tensor, Variable, variableGradients } from '@descent/core';
import { activations } from '@descent/layers';
import { type Settings, start, type View } from './protocol.js';

/** Sends a number through a chain of neurons, and its gradient back. */
export async function viewOf({ depth, g, weight, bias }: Settings): Promise<View> {
  const neuron = (a: Tensor): Tensor => activations[g](a.mul(weight).add(bias)) as Tensor;
  // Zeros that are added to what each neuron is given: the gradients are theirs.
  const probes = Array.from({ length: depth }, () => new Variable({ shape: [1] }));
  const tensors = scope(() => {
    const { value, gradients, auxiliary } = variableGradients(() => {
      const given: Tensor[] = [];
      let a = tensor([start]) as Tensor;
      for (const probe of probes) {
        given.push(a.add(probe.value) as Tensor);
        a = neuron(given.at(-1) as Tensor);
      }
      return { value: a.sum(), auxiliary: concat(given) };
    }, probes);
    value.dispose();
    return [grad((a: Tensor) => neuron(a).sum())(auxiliary as Tensor), concat(gradients)] as const;
  });
  for (const probe of probes) probe.dispose();
  const [factors, gradients] = (await Promise.all(
    tensors.map(async (each) => Float32Array.from(await each.data())),
  )) as [Float32Array, Float32Array];
  for (const each of tensors) each.dispose();
  const products = new Float64Array(depth);
  let product = 1;
  for (let i = depth - 1; i >= 0; i--) {
    product *= factors[i] as number;
    products[i] = product;
  }
  return { factors, gradients, products };
}
