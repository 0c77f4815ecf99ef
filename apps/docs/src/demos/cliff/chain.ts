import { scope, type Tensor, tensor, Variable, variableGradients } from '@descent/core';
import { sgd } from '@descent/train';
import { inputs, type Settings, type View } from './protocol.js';

/** The loss of a chain that should leave 1 as it is: (wⁿ − 1)², and a step down from w. */
export async function viewOf({ w, length, rate, clipping, limit }: Settings): Promise<View> {
  const lossOf = (weight: Tensor): Tensor => {
    let value = weight;
    for (let i = 1; i < length; i++) value = value.mul(weight) as Tensor;
    return value.sub(1).square();
  };
  const landings = [clipping ? { clipGlobalNorm: limit } : {}, {}].map((options) => {
    const [weight, optimizer] = [new Variable(tensor([w])), sgd({ learningRate: rate, ...options })];
    return { weight, optimizer };
  });
  const tensors = scope(() => {
    const steps = landings.map(({ weight, optimizer }) => {
      const { value, gradients } = variableGradients(() => lossOf(weight.value).sum(), [weight]);
      optimizer.update([weight], gradients);
      return [value, ...gradients] as const;
    });
    return [lossOf(tensor(inputs) as Tensor), ...(steps[0] as readonly Tensor[])] as const;
  });
  const read = async (each: Tensor): Promise<Float32Array> => Float32Array.from(await each.data());
  const [curve, loss, gradient] = (await Promise.all(tensors.map(read))) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [landing, free] = await Promise.all(landings.map(({ weight }) => read(weight.value)));
  for (const each of tensors) each.dispose();
  for (const { weight, optimizer } of landings) {
    weight.dispose();
    optimizer.dispose();
  }
  const first = (values: Float32Array | undefined): number => values?.[0] as number;
  return { curve, loss: first(loss), gradient: first(gradient), landing: first(landing), free: first(free) };
}
