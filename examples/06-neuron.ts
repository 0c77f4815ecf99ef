// A neuron by its formula, and the same by a dense layer. node examples/06-neuron.ts
import { cpu } from '@descent/backend-cpu';
import { tensor, useBackend } from '@descent/core';
import { type ActivationName, dense, sequential } from '@descent/layers';

await useBackend(cpu());

const [w0, w1, w2] = [0.5, 1, -0.8];
const [a1, a2] = [1.5, 0.5];
const sum = w0 * 1 + w1 * a1 + w2 * a2;

const formulas: Partial<Record<ActivationName, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};

for (const [name, g] of Object.entries(formulas)) {
  using neuron = sequential({ input: [2] }, dense(1, { activation: name as ActivationName }));
  const [kernel, bias] = neuron.parameters;
  kernel?.assign(tensor([[w1], [w2]]));
  bias?.assign(tensor([w0]));
  using output = neuron.predict(tensor([[a1, a2]]));
  const answer = (await output.data())[0] as number;
  console.log(`${name.padEnd(8)} g(${sum.toFixed(2)}) = ${g(sum).toFixed(4)}, dense ${answer.toFixed(4)}`);
}
