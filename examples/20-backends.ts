// Ten steps of the same training on three backends: the same losses. node examples/20-backends.ts
import { cpu } from '@descent/backend-cpu';
import { referenceBackend, useBackend } from '@descent/core';
import { makeSpiral } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { fit, sgd } from '@descent/train';

const data = makeSpiral({ count: 128, noise: 0.1, seed: 1 });
const backends = {
  reference: () => referenceBackend(),
  'cpu, one thread': () => cpu({ threads: 1 }),
  cpu: () => cpu(),
};

let expected: number[] | undefined;
for (const [name, start] of Object.entries(backends)) {
  await useBackend(start());
  using net = sequential({ input: [2], seed: 1 }, dense(64, { activation: 'relu' }), dense(2));
  const optimizer = sgd({ learningRate: 0.05 });
  const begun = performance.now();
  const { epochs } = await fit(net, data, {
    loss: crossEntropyFromLogits,
    optimizer,
    epochs: 10,
    batchSize: 128,
    progress: 'none',
  });
  const time = performance.now() - begun;
  const losses = epochs.map(({ loss }) => loss as number);
  expected ??= losses;
  const apart = Math.max(...losses.map((loss, i) => Math.abs(loss - (expected?.[i] ?? Number.NaN))));
  console.log(
    `${name}: loss ${losses.at(-1)?.toFixed(5)}, apart by ${apart.toExponential(0)}, ${time.toFixed(0)} ms`,
  );
}
