import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchNorm, dense, type Model, sequential } from '@descent/layers';
import { expect, it, onTestFinished } from 'vitest';
import { adam, type Callback, checkpoints, fit, sgd } from './index.js';
import { points, quiet } from './test-support.js';

/** A net whose first layers are frozen. */
function frozen(): Model {
  const net = sequential(
    { input: [2], seed: 2 },
    dense(5, { activation: 'relu', trainable: false }),
    batchNorm({ trainable: false }),
    dense(1),
  );
  return net as Model;
}

function valuesOf(model: Model): number[][] {
  return model.parameters.map(({ value }) => [...value.dataSync()]);
}

/** Sets a layer free from an epoch on. */
function free(first: number, layer: number): Callback {
  const thaw = (model: Model, epoch: number): void => {
    if (epoch >= first && model.layers[layer]) model.layers[layer].trainable = true;
  };
  return {
    onEpochBegin: (epoch, { model }) => thaw(model, epoch),
    onResume: ({ epoch, batch }, { model }) => thaw(model, batch > 0 ? epoch : epoch - 1),
  };
}

const options = { ...quiet, seed: 3 } as const;

it('layers that are set free between two epochs train from the next on, as in a fit of its own', async () => {
  using model = frozen();
  const before = valuesOf(model);
  const middle: number[][][] = [];
  const record: Callback = { onEpochEnd: (_, __, training) => void middle.push(valuesOf(training.model)) };
  const callbacks = [free(1, 0), free(2, 1), record];
  await fit(model, points, { ...options, optimizer: sgd({ learningRate: 0.01 }), epochs: 3, callbacks });
  expect(middle[0]?.slice(0, 6)).toEqual(before.slice(0, 6));
  expect(middle[1]?.[0]).not.toEqual(before[0]);
  expect(middle[1]?.slice(2, 6)).toEqual(before.slice(2, 6));
  for (const i of [2, 3, 4, 5]) expect(middle[2]?.[i]).not.toEqual(before[i]);

  using other = frozen();
  for (let epoch = 0; epoch < 3; epoch++) {
    if (epoch > 0 && other.layers[epoch - 1])
      (other.layers[epoch - 1] as { trainable: boolean }).trainable = true;
    const optimizer = sgd({ learningRate: 0.01 });
    await fit(other, points, {
      ...options,
      optimizer,
      epochs: epoch + 1,
      from: { epoch, batch: 0, seed: 3 },
    });
  }
  expect(valuesOf(other)).toEqual(valuesOf(model));
});

it('a layer that is frozen between two epochs stays as it is from the next on', async () => {
  using model = frozen();
  (model.layers[0] as { trainable: boolean }).trainable = true;
  const freeze: Callback = {
    onEpochBegin: (epoch, { model: trained }) => {
      if (epoch === 1) (trained.layers[0] as { trainable: boolean }).trainable = false;
    },
  };
  const seen: number[][][] = [];
  const record: Callback = { onEpochEnd: (_, __, training) => void seen.push(valuesOf(training.model)) };
  await fit(model, points, { ...options, optimizer: adam(), epochs: 2, callbacks: [freeze, record] });
  expect(seen[1]?.[0]).toEqual(seen[0]?.[0]);
  expect(seen[1]?.at(-1)).not.toEqual(seen[0]?.at(-1));
});

it('averages of layers that join begin with what they are', async () => {
  using model = frozen();
  const optimizer = sgd({ learningRate: 0, ema: { decay: 0.9 } });
  await fit(model, points, { ...options, optimizer, epochs: 2, callbacks: [free(1, 0)] });
  const [kernel] = model.parameters;
  const average = optimizer.averages.get(kernel as never)?.value.dataSync() as Float32Array;
  for (const [i, value] of valuesOf(model)[0]?.entries() ?? []) expect(average[i]).toBeCloseTo(value, 5);
});

it('checkpoints of a training whose layers were set free go on to the same bits', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  using unbroken = frozen();
  const both = () => [free(1, 0), free(2, 1)];
  await fit(unbroken, points, { ...options, optimizer: adam(), epochs: 4, callbacks: both() });
  for (const stop of [3, 7, 10, 99]) {
    using model = frozen();
    const abort = new AbortController();
    let done = 0;
    const stopping: Callback = { onBatchEnd: () => (++done === stop ? abort.abort() : undefined) };
    await fit(model, points, {
      ...options,
      optimizer: adam(),
      epochs: 4,
      callbacks: [...both(), stopping],
      checkpoints: checkpoints(folder, { everyBatches: 2 }),
      signal: abort.signal,
    });
    if (stop === 99) expect(valuesOf(model)).toEqual(valuesOf(unbroken));
  }
});
