// A larger net learns its own points better and others worse: the gap between training and test loss grows with the
// size of the net. And with enough weights it learns labels by heart that a coin has drawn. node examples/08-overfitting.ts
import { cpu } from '@descent/backend-cpu';
import { Rng, sigmoid, type Tensor, useBackend } from '@descent/core';
import { type ArrayDataset, fromArrays, makeCircle } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { accuracy, logLossFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

await useBackend(cpu());

/** A disc in a ring; a share of the labels is drawn anew by a coin. */
async function noisyCircle(count: number, seed: number, drawn: number): Promise<ArrayDataset> {
  const units = new Rng(seed).split('labels').uniformArray(2 * count);
  const circle = makeCircle({ count, seed });
  const labels = [...(circle.labels ?? [])].map((label, i) =>
    (units[2 * i] as number) < drawn ? Math.round(units[2 * i + 1] as number) : label,
  );
  for await (const { x } of circle.batches({ batchSize: count }))
    return fromArrays({ x: x.values, inputShape: [2], y: labels.map((label) => [label]) });
  throw new Error('there is no batch');
}

const options = {
  loss: logLossFromLogits,
  metrics: { accuracy: (logits: Tensor, y: Tensor) => accuracy(sigmoid(logits) as Tensor, y) },
};

async function learn(name: string, width: number, drawn: number): Promise<void> {
  const [train, test] = [await noisyCircle(100, 2, drawn), await noisyCircle(1000, 3, drawn)];
  using net = sequential(
    { input: [2], seed: 1 },
    dense(width, { activation: 'tanh' }),
    dense(width, { activation: 'tanh' }),
    dense(1),
  );
  await fit(net, train, {
    loss: logLossFromLogits,
    optimizer: adam({ learningRate: 0.02 }),
    epochs: 500,
    batchSize: 100,
    progress: 'none',
  });
  const [known, unknown] = [await evaluate(net, train, options), await evaluate(net, test, options)];
  const show = ({ loss, accuracy: share }: { loss?: number; accuracy?: number }): string =>
    `${loss?.toFixed(3)} (${(100 * (share as number)).toFixed(0)} % right)`;
  const gap = (unknown.loss as number) - (known.loss as number);
  console.log(
    `${name}, ${width} wide: training loss ${show(known)}, test loss ${show(unknown)}, gap ${gap.toFixed(3)}`,
  );
}

for (const width of [1, 4, 64]) await learn('a third of the labels by a coin', width, 1 / 3);
await learn('all labels by a coin', 64, 1);
