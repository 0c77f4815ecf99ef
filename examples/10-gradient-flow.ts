// How much of the gradient reaches the first of ten layers. node examples/10-gradient-flow.ts
import { cpu } from '@descent/backend-cpu';
import { tensor, useBackend } from '@descent/core';
import { makeMoons } from '@descent/datasets';
import { gradientFlow } from '@descent/explain';
import { type ActivationName, dense, input, model } from '@descent/layers';
import { logLossFromLogits } from '@descent/losses';

await useBackend(cpu());

const kinds: readonly [ActivationName, 'glorotUniform' | 'heNormal'][] = [
  ['sigmoid', 'glorotUniform'],
  ['tanh', 'glorotUniform'],
  ['relu', 'heNormal'],
];

for await (const batch of makeMoons({ count: 100, noise: 0.1, seed: 1 }).batches({ batchSize: 100 })) {
  const x = tensor(batch.x.values, [100, 2]);
  const y = tensor(Float32Array.from(batch.y.values), [100, 1]);
  for (const [activation, kernelInitializer] of kinds) {
    const point = input([2]);
    let values = dense(16, { activation, kernelInitializer })(point);
    for (let i = 0; i < 8; i++) values = dense(16, { activation, kernelInitializer })(values);
    using net = model(point, dense(1, { kernelInitializer })(values), { seed: 1 });
    const { layers } = await gradientFlow(net, x, y, { loss: logLossFromLogits });
    const norms = layers.map(({ gradientNorm = 0 }) => gradientNorm);
    console.log(`${activation}: ${norms.map((norm) => norm.toExponential(0)).join(' ')}`);
    console.log(`  first layer / last layer: ${((norms[0] ?? 0) / (norms.at(-1) ?? 1)).toExponential(1)}`);
  }
}
