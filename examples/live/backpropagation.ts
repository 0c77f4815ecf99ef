// One step of backpropagation through a net of 2, 2 and 1 units, with the numbers of every layer.
import { tensor } from '@descent/core';
import { backprop } from '@descent/explain';
import { dense, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';

const model = sequential(
  { input: [2], seed: 1 },
  dense(2, { activation: 'sigmoid' }),
  dense(1, { activation: 'sigmoid' }),
);
const x = tensor([[1, 0.5]]);
const y = tensor([[1]]);

const { loss, layers } = await backprop(model, x, y, { loss: meanSquaredError, learningRate: 0.5 });
const rounded = (values: ArrayLike<number> = []): string =>
  Array.from(values, (value) => value.toFixed(4)).join(', ');

console.log(`loss ${loss.toFixed(4)}`);
for (const { name, activation, delta, parameters } of layers) {
  console.log(`${name}: a = ${rounded(activation.values)}, δ = ${rounded(delta?.values)}`);
  for (const { name, gradient, update } of parameters) {
    console.log(`  ${name}: gradient ${rounded(gradient)}, change ${rounded(update)}`);
  }
}
