import { type Tensor, tensor } from '@descent/core';
import { activation, dense, rescaling, sequential } from '@descent/layers';
import { neuronCount, type Settings, type View } from './protocol.js';

/** The answers of a dense layer: its sums, and what the activation makes of them. */
export async function viewOf({ a1, a2, weights, g, temperature }: Settings): Promise<View> {
  using summing = sequential({ input: [2] }, dense(neuronCount));
  using activating = sequential({ input: [neuronCount] }, rescaling(1 / temperature), activation(g));
  const rows = [0, 1, 2].map((row) => weights.slice(row * neuronCount, (row + 1) * neuronCount));
  using kernel = tensor(rows.slice(1));
  using bias = tensor(rows[0] as number[]);
  summing.parameters[0]?.assign(kernel);
  summing.parameters[1]?.assign(bias);
  using inputs = tensor([[a1, a2]]);
  using sums = summing.predict(inputs) as Tensor;
  using outputs = activating.predict(sums) as Tensor;
  const [all, activated] = await Promise.all([sums.data(), outputs.data()]);
  return {
    sums: Float32Array.from(all as Float32Array),
    outputs: Float32Array.from(activated as Float32Array),
  };
}
