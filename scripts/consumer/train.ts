// What a user writes first, on the published packages alone. Types are checked without skipLibCheck.
import { cpu } from '@descent/backend-cpu';
import { type Tensor, tensor, useBackend } from '@descent/core';
import { fashionMnist } from '@descent/datasets';
import { dense, flatten, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit, predict } from '@descent/train';

await useBackend(cpu());

const product: Tensor<[2, 1]> = tensor([
  [1, 2],
  [3, 4],
]).matmul(tensor([[1], [1]]));
expect(String(await product.data()) === '3,7', `matmul gave ${product}`);

const { train, test } = await fashionMnist();
const model = sequential(
  { input: [28, 28, 1], seed: 1 },
  flatten(),
  dense(32, { activation: 'relu' }),
  dense(10),
);
const history = await fit(model, train, {
  loss: crossEntropyFromLogits,
  optimizer: adam(),
  epochs: 2,
  seed: 1,
  progress: 'none',
});
const [first, last] = [history.epochs.at(0)?.loss, history.epochs.at(-1)?.loss];
expect(first !== undefined && last !== undefined && last < first, `the loss went from ${first} to ${last}`);

const { accuracy: share } = await evaluate(model, test, {
  loss: crossEntropyFromLogits,
  metrics: { accuracy },
});
expect(share !== undefined && share > 0.75, `test accuracy ${share}`);

const logits = await predict(model, tensor(new Float32Array(28 * 28), [1, 28, 28, 1]));
expect(String(logits.shape) === '1,10', `logits of shape ${logits.shape}`);
console.log(`consumer: trained to a test accuracy of ${share?.toFixed(3)}`);

function expect(holds: boolean, found: string): void {
  if (!holds) throw new Error(found);
}
