// A small net learns exclusive or. Take the hidden layer away: it cannot.
import { cpu } from '@descent/backend-cpu';
import { tensor, useBackend } from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { dense, sequential } from '@descent/layers';
import { logLossFromLogits } from '@descent/losses';
import { adam, fit } from '@descent/train';

await useBackend(cpu());

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];

const model = sequential({ input: [2], seed: 3 }, dense(8, { activation: 'tanh' }), dense(1));
await fit(model, fromArrays({ x, y }), {
  loss: logLossFromLogits,
  optimizer: adam({ learningRate: 0.05 }),
  epochs: 200,
  batchSize: 4,
  seed: 1,
  progress: 'none',
});

const answers = model.predict(tensor(x)).sigmoid();
console.log(answers);
console.table(x.map(([a, b], i) => ({ a, b, wanted: y[i]?.[0], answer: answers.dataSync()[i]?.toFixed(2) })));
