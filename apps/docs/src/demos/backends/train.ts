import { type Backend, compile, normal, Rng, type Tensor, tensor, variableGradients } from '@descent/core';
import { makeSpiral } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { logLossFromLogits as loss } from '@descent/losses';
import { sgd } from '@descent/train';
import { type Settings, stepCount, type Training } from './protocol.js';
import { timingOf } from './time.js';

/** Trains a net from the same start on the backend in use, step by step, and reads each loss. */
export async function train({ width, batch }: Settings, { description }: Backend): Promise<Training> {
  const [x, y] = await spiral(batch);
  using net = sequential(
    { input: [2], seed: 1 },
    dense(width, { activation: 'relu', kernelInitializer: 'heNormal' }),
    dense(width, { activation: 'relu', kernelInitializer: 'heNormal' }),
    dense(1),
  );
  const optimizer = sgd({ learningRate: 0.05 });
  const step = compile((inputs: Tensor, targets: Tensor) => {
    const parameters = net.trainableParameters;
    const { value, gradients } = variableGradients(
      () => loss(net.call(inputs, { training: true }), targets),
      parameters,
    );
    optimizer.update(parameters, gradients);
    return value;
  });
  const losses: number[] = [];
  const times: number[] = [];
  for (let i = 0; i < stepCount; i++) {
    const start = performance.now();
    using value = step(x, y);
    losses.push((await value.data())[0] as number);
    times.push(performance.now() - start);
  }
  for (const each of [step, optimizer, x, y]) each.dispose();
  const [first = 0, ...others] = times;
  return { description, losses, error: await productError(), ...timingOf(first, others) };
}

async function spiral(count: number): Promise<readonly [x: Tensor, y: Tensor]> {
  for await (const { x, y } of makeSpiral({ count, noise: 0.1, seed: 1 }).batches({ batchSize: count })) {
    return [
      tensor(x.values, [count, 2]) as Tensor,
      tensor(Float32Array.from(y.values), [count, 1]) as Tensor,
    ];
  }
  throw new Error('there is no spiral');
}

/** The largest error of a product of two 64 × 64 matrices of standard normal numbers. */
async function productError(): Promise<number> {
  const size = 64;
  using a = normal(new Rng(1), [size, size]) as Tensor;
  using b = normal(new Rng(2), [size, size]) as Tensor;
  using product = a.matmul(b);
  const [left, right, found] = (await Promise.all([a.data(), b.data(), product.data()])) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  let most = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let i = 0; i < size; i++)
        sum += (left[row * size + i] as number) * (right[i * size + column] as number);
      most = Math.max(most, Math.abs(sum - (found[row * size + column] as number)));
    }
  }
  return most;
}
