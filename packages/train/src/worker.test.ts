import { cpu } from '@descent/backend-cpu';
import { cpuInWorker } from '@descent/backend-cpu/worker';
import {
  type Backend,
  cast,
  currentBackend,
  gather,
  Rng,
  referenceBackend,
  type Tensor,
  type TypedArray,
  tensor,
  useBackend,
} from '@descent/core';
import { conv2d, dense, dropout, flatten, type Model, maxPool2d, reshape, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import {
  adam,
  type Callback,
  cosineDecay,
  earlyStopping,
  evaluate,
  fit,
  type History,
  predict,
} from './index.js';
import { net, points, quiet } from './test-support.js';

const reference = currentBackend();
const pixels = new Rng(3).uniformArray(90 * 144);
const pictures = {
  x: Array.from({ length: 90 }, (_, i) => [...pixels.subarray(144 * i, 144 * (i + 1))]),
  y: Int32Array.from({ length: 90 }, (_, i) => (i * 7) % 10),
};
afterEach(() => useBackend(reference));

/** A small convolutional net, with all that draws random numbers. */
function convNet(): Model {
  return sequential(
    { input: [144], seed: 1 },
    reshape([12, 12, 1]),
    conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dropout(0.25),
    dense(10),
  ) as Model;
}

interface Outcome {
  readonly history: History;
  readonly parameters: TypedArray[];
  readonly evaluation: object;
  readonly predictions: TypedArray;
}

/** Trains, evaluates and predicts: the same calls on every backend. */
async function outcomeOn(backend: Backend): Promise<Outcome> {
  await useBackend(backend);
  const model = convNet();
  const optimizer = adam({ learningRate: cosineDecay({ initialRate: 0.01, decaySteps: 30 }) });
  const loss = crossEntropyFromLogits;
  const metrics = { accuracy };
  const history = await fit(model, pictures, {
    loss,
    optimizer,
    metrics,
    epochs: 3,
    batchSize: 16,
    progress: 'none',
    validation: pictures,
    callbacks: [earlyStopping({ monitor: 'loss', patience: 5 })],
  });
  const parameters = await Promise.all(model.parameters.map(({ value }) => value.data()));
  const evaluation = await evaluate(model, pictures, { loss, metrics });
  const predicted = await predict(model, pictures.x);
  const predictions = await predicted.data();
  for (const each of [predicted, model, optimizer]) each.dispose();
  return { history, parameters, evaluation, predictions };
}

async function inWorker(): Promise<Backend> {
  const backend = await useBackend(cpuInWorker({ threads: 2 }));
  onTestFinished(() => backend.dispose());
  return backend;
}

it('fit, evaluate and predict give the same bits in a worker, by the same calls', async () => {
  const here = await cpu({ threads: 1 });
  const there = await inWorker();
  const expected = await outcomeOn(here);
  expect(expected.history.epochs.length).toBe(3);
  expect(expected.history.epochs[2]?.loss).toBeLessThan(expected.history.epochs[0]?.loss as number);
  expect(await outcomeOn(there)).toEqual(expected);
  await there.sync();
  expect(there.memory()).toEqual({ buffers: 0, bytes: 0 });
  here.dispose();
}, 60_000);

it('F44: an abort and an error in a callback end training in a worker, and leave nothing there', async () => {
  const backend = await inWorker();
  using model = net();
  const optimizer = adam();
  const options = { ...quiet, optimizer, epochs: 100 };
  await fit(model, points, { ...options, epochs: 1 });
  const before = backend.memory();
  const control = new AbortController();
  const { stopped } = await fit(model, points, {
    ...options,
    signal: control.signal,
    callbacks: [{ onEpochEnd: (epoch) => void (epoch === 3 && control.abort()) }],
  });
  expect(stopped).toBe('aborted');
  const onBatchEnd = (): void => {
    throw new Error('of the callback');
  };
  await expect(fit(model, points, { ...options, callbacks: [{ onBatchEnd }] })).rejects.toThrow(
    'of the callback',
  );
  await backend.sync();
  expect(backend.memory()).toEqual(before);
  optimizer.dispose();
}, 60_000);

it('F39: a loss that is not finite is undone in a worker too, and the error names the layer', async () => {
  await inWorker();
  using model = net();
  const y = points.y.map(([value], i) => [i === 13 ? Number.NaN : (value as number)]);
  const optimizer = adam();
  await expect(fit(model, { x: points.x, y }, { ...quiet, optimizer })).rejects.toThrow(
    'the loss is NaN; the targets hold a value that is not finite',
  );
  for (const { value } of model.parameters) expect((await value.data()).every(Number.isFinite)).toBe(true);
  optimizer.dispose();
}, 60_000);

it('what fails in the worker names the epoch and the batch of fit, and the batch of evaluate', async () => {
  await inWorker();
  using model = sequential({ input: [2], seed: 2 }, dense(3)) as unknown as Model;
  const optimizer = adam();
  // A weight's place that is out of range, which only the worker finds out.
  const loss = (predictions: Tensor, targets: Tensor): Tensor =>
    gather(predictions.reshape([-1]), cast(targets, 'int32').reshape([-1])).mean() as Tensor;
  const y = points.y.map((_, i) => [i === 13 ? 99 : 1]);
  const data = { x: points.x, y };
  const options = { ...quiet, loss, optimizer, shuffle: false };
  await expect(fit(model, data, options)).rejects.toThrow(
    /index 99 at place 1 .*\n.*\n {2}in fit: epoch 1, batch 4$/,
  );
  await expect(evaluate(model, data, { loss, batchSize: 4 })).rejects.toThrow(/\n {2}in evaluate: batch 4$/);
  optimizer.dispose();
}, 60_000);

it('F96: a worker that died ends training with E_WORKER, and each error names its own place alone', async () => {
  const backend = await inWorker();
  using model = net();
  const optimizer = adam();
  const run = { ...quiet, optimizer, epochs: 100 };
  const dying: Callback = { onEpochEnd: (epoch) => void (epoch === 3 && backend.dispose()) };
  await expect(fit(model, points, { ...run, callbacks: [dying] })).rejects.toThrow(
    /^cpu-in-worker: the backend was disposed\n {2}fix: make a new one\n {2}in fit: epoch 5, batch 1$/,
  );
  const again = fit(model, points, run);
  await expect(again).rejects.toThrow('the backend was disposed');
  await expect(again).rejects.not.toThrow(/epoch 5/);
}, 60_000);

it('a model moves to a worker and back in the middle of training, with all that it learned', async () => {
  const here = await useBackend(cpu({ threads: 1 }));
  const there = await cpuInWorker({ threads: 1 });
  const train = async (backends: readonly Backend[]): Promise<TypedArray[]> => {
    const model = net();
    const optimizer = adam();
    for (const [i, backend] of backends.entries()) {
      await useBackend(backend);
      await fit(model, points, { ...quiet, optimizer, seed: i });
    }
    await useBackend(here);
    const values = model.parameters.map(({ value }) => value.dataSync());
    for (const each of [model, optimizer]) each.dispose();
    return values;
  };
  expect(await train([here, there, here, there])).toEqual(await train([here, here, here, here]));
  for (const backend of [here, there]) backend.dispose();
}, 60_000);

it('predict has no more than a few batches on their way', async () => {
  const inner = referenceBackend();
  let [sent, done, most] = [0, 0, 0];
  await useBackend({
    ...inner,
    upload(...given) {
      most = Math.max(most, ++sent - done);
      return inner.upload(...given);
    },
    async sync() {
      const before = sent;
      await new Promise((resolve) => setTimeout(resolve, 1));
      done = before;
    },
  });
  using model = net();
  model.predict(tensor([[1, 2]])).dispose();
  [sent, done, most] = [0, 0, 0];
  using predicted = await predict(model, points.x, { batchSize: 1 });
  expect([predicted.shape, sent]).toEqual([[20, 1], 20]);
  expect(most).toBeLessThanOrEqual(3);
});
