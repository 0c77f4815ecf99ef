import { scope, softmax, type Tensor, tensor, valueAndGrad } from '@descent/core';
import { crossEntropyFromLogits } from '@descent/losses';
import type { Settings, View } from './protocol.js';

/** Probabilities of three classes, their log loss, and its derivatives by autograd. */
export async function viewOf({ z1, z2, z3, y }: Settings): Promise<View> {
  const tensors = scope(() => {
    const logits = tensor([[z1, z2, z3]]) as Tensor;
    const target = tensor([Number(y) - 1], undefined, 'int32');
    const { value, gradient } = valueAndGrad((z: Tensor) => crossEntropyFromLogits(z, target))(logits);
    return [softmax(logits), value, gradient] as const;
  });
  const [probabilities, loss, slopes] = await Promise.all(
    tensors.map(async (each) => Float32Array.from(await each.data())),
  );
  for (const each of tensors) each.dispose();
  return {
    probabilities: probabilities as Float32Array,
    loss: loss?.[0] as number,
    slopes: slopes as Float32Array,
  };
}
