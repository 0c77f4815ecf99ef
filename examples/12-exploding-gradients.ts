// Ten layers with large weights, trained as they are and with three remedies. node examples/12-exploding-gradients.ts
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { makeMoons } from '@descent/datasets';
import { activation, batchNorm, dense, input, model, randomNormal, type Symbolic } from '@descent/layers';
import { logLossFromLogits } from '@descent/losses';
import { fit, type SgdOptions, sgd } from '@descent/train';

await useBackend(cpu());

const moons = makeMoons({ count: 100, noise: 0.1, seed: 1 });
const x = new Float32Array(200);
const y = new Float32Array(100);
for await (const batch of moons.batches({ batchSize: 100 })) {
  x.set(batch.x.values);
  y.set(batch.y.values);
}

function deepNet(isNormalized: boolean) {
  const kernelInitializer = randomNormal({ stddev: 1 });
  const point = input([2]);
  const hidden = (values: Symbolic<readonly [number]>) => {
    const sums = dense(16, { kernelInitializer })(values);
    return activation('relu')(isNormalized ? batchNorm()(sums) : sums);
  };
  let values = hidden(point);
  for (let i = 0; i < 8; i++) values = hidden(values);
  return model(point, dense(1, { kernelInitializer })(values), { seed: 1 });
}

const ways: readonly [name: string, options: SgdOptions, isNormalized: boolean][] = [
  ['as it is', {}, false],
  ['α / 1000', { learningRate: 0.0001 }, false],
  ['clipping', { clipGlobalNorm: 1 }, false],
  ['batch norm', {}, true],
];

for (const [name, options, isNormalized] of ways) {
  using net = deepNet(isNormalized);
  const data = { x, inputShape: [2], y, targetShape: [1] };
  const optimizer = sgd({ learningRate: 0.1, ...options });
  const settings = {
    loss: logLossFromLogits,
    optimizer,
    epochs: 200,
    batchSize: 100,
    progress: 'none',
  } as const;
  try {
    const { epochs } = await fit(net, data, settings);
    const [first, last] = [epochs[0]?.loss ?? 0, epochs.at(-1)?.loss ?? 0];
    console.log(`${name}: loss ${first.toPrecision(3)} → ${last.toPrecision(3)}`);
  } catch (error) {
    console.log(`${name}: ${(error as Error).message}`);
  }
}
