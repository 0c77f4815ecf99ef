import { currentBackend, log, mul, scope, sizeOf, sqrt, type Tensor, type Variable } from '@descent/core';
import { type Batch, type Dataset, fromArrays } from '@descent/datasets';
import { batchNorm, dense, type Model, sequential } from '@descent/layers';
import { crossEntropyFromLogits, meanSquaredError } from '@descent/losses';
import { describe, expect, it } from 'vitest';
import { adam, evaluate, type FitOptions, fit, type Optimizer, predict, sgd } from './index.js';
import { net, points, quiet } from './test-support.js';

function weightsOf(model: Model): number[][] {
  return model.parameters.map((parameter) => [...parameter.value.dataSync()]);
}

/** The line dataset with batch `bad` (from 1) replaced by what `make` gives. */
function withBadBatch(bad: number, make: (batch: Batch) => Batch | Promise<Batch>): Dataset {
  const good = fromArrays(points);
  return {
    length: good.length,
    inputShape: good.inputShape,
    targetShape: good.targetShape,
    async *batches(options) {
      let index = 0;
      for await (const batch of good.batches(options)) yield ++index === bad ? await make(batch) : batch;
    },
  };
}

/** Trains until it fails; the error, after a check that the weights are those of `steps` good steps. */
async function failureOf(data: Dataset, steps: number, options: Partial<FitOptions> = {}): Promise<Error> {
  using model = net();
  const error = await fit(model, data, { ...quiet, optimizer: sgd(), shuffle: false, ...options }).then(
    () => new Error('fit finished'),
    (reason: Error) => reason,
  );
  using expected = net();
  const abort = new AbortController();
  if (steps > 0) {
    await fit(expected, fromArrays(points), {
      ...quiet,
      optimizer: sgd(),
      shuffle: false,
      signal: abort.signal,
      callbacks: [
        {
          onBatchEnd: ({ batch }) => {
            if (batch === steps) abort.abort();
          },
        },
      ],
    });
  }
  expect(weightsOf(model)).toEqual(weightsOf(expected));
  return error;
}

it('a layer inside a nested model is named with its path', async () => {
  const inner = sequential(
    { input: [2], name: 'inner' },
    dense(2, { activation: 'exponential', kernelInitializer: () => new Float32Array(4).fill(1e3) }),
    dense(1),
  );
  using model = sequential({ input: [2] }, inner) as unknown as Model;
  await expect(fit(model, points, { ...quiet, optimizer: sgd() })).rejects.toThrow(
    'layers[0] sequential(inner): layers[0] dense(2) is the first whose output holds',
  );
});

describe('F39: a loss that is not finite', () => {
  it('stops, names epoch, batch and the first layer, and keeps the weights from before', async () => {
    using model = net();
    const { shape } = model.parameters[2] as Variable;
    model.parameters[2]?.reset(new Float32Array(sizeOf(shape)).fill(3e38));
    const before = weightsOf(model);
    const failure = fit(model, points, { ...quiet, optimizer: sgd() });
    await expect(failure).rejects.toThrowErrorMatchingInlineSnapshot(`
      [TrainingError: fit: epoch 1, batch 1: the loss is Infinity; layers[1] dense(1) is the first whose output holds a value that is not finite
        fix: lower the learning rate (it is 0.01); the parameters are those from before this step]
    `);
    await expect(failure).rejects.toMatchObject({ name: 'TrainingError', code: 'E_DIVERGED' });
    expect(weightsOf(model)).toEqual(before);
  });

  it('leaves moving averages alone too', async () => {
    using model = sequential({ input: [2] }, batchNorm(), dense(1)) as Model;
    const before = weightsOf(model);
    const data = withBadBatch(1, (batch) => {
      batch.x.values[2] = Number.POSITIVE_INFINITY;
      return batch;
    });
    const only = (nonFinite: 'skip' | 'stop') =>
      fit(model, data, { ...quiet, optimizer: sgd(), batchSize: 20, nonFinite });
    await only('stop');
    expect(weightsOf(model)).toEqual(before);
    await only('skip');
    expect(weightsOf(model)).toEqual(before);
    await fit(model, points, { ...quiet, optimizer: sgd(), batchSize: 20 });
    for (const [i, values] of weightsOf(model).entries()) expect(values).not.toEqual(before[i]);
  });

  it('says so when the inputs are to blame', async () => {
    const error = await failureOf(
      withBadBatch(3, (batch) => {
        batch.x.values[2] = Number.NaN;
        return batch;
      }),
      2,
    );
    expect(error).toMatchInlineSnapshot(`
      [TrainingError: fit: epoch 1, batch 3: the loss is NaN; the inputs hold a value that is not finite
        fix: look for NaN and infinities in the data; the parameters are those from before this step]
    `);
  });

  it('says so when the targets are to blame', async () => {
    const error = await failureOf(
      withBadBatch(3, (batch) => {
        batch.y.values[0] = Number.NaN;
        return batch;
      }),
      2,
    );
    expect(error.message).toContain('the targets hold a value that is not finite');
  });

  it('says so when the loss itself is', async () => {
    const loss = (predictions: Tensor, targets: Tensor): Tensor =>
      mul(log(mul(predictions.square(), -1)), targets).mean();
    expect(await failureOf(fromArrays(points), 0, { loss })).toMatchInlineSnapshot(`
      [TrainingError: fit: epoch 1, batch 1: the loss is NaN; all layers' outputs are finite, so it is the loss itself
        fix: look for log(0), a division by 0 or an overflow, or lower the learning rate (it is 0.01); the parameters are those from before this step]
    `);
  });

  it('says so when the loss is finite and its gradient is not', async () => {
    // The slope of a square root at 0 is infinite.
    const loss = (predictions: Tensor): Tensor => sqrt(predictions.sub(predictions).square().mean());
    expect(await failureOf(fromArrays(points), 0, { loss })).toMatchInlineSnapshot(`
      [TrainingError: fit: epoch 1, batch 1: the gradient is not finite; all layers' outputs are finite, so it is the gradient itself
        fix: look for log(0), a division by 0 or an overflow, or lower the learning rate (it is 0.01); the parameters are those from before this step]
    `);
  });

  it('leaves the optimizer as it was too, so that training can go on', async () => {
    using model = net();
    const optimizer = adam();
    const bad = withBadBatch(4, (batch) => {
      batch.x.values.fill(Number.POSITIVE_INFINITY);
      return batch;
    });
    await expect(fit(model, bad, { ...quiet, optimizer })).rejects.toThrow('batch 4');
    for (const cell of optimizer.state) expect([...cell.value.dataSync()].every(Number.isFinite)).toBe(true);
    const { epochs } = await fit(model, fromArrays(points), { ...quiet, optimizer, epochs: 3 });
    expect(epochs.at(-1)?.loss).toBeLessThan(epochs[0]?.loss as number);
  });
});

describe('F41: data with nothing in it', () => {
  const empty: Dataset = {
    length: 0,
    inputShape: [2],
    targetShape: [1],
    async *batches() {},
  };
  it('is refused by fit, evaluate and predict', async () => {
    expect(await failureOf(empty, 0)).toMatchInlineSnapshot(
      `[DataError: fit: the data is empty: no batch came]`,
    );
    using model = net();
    await expect(evaluate(model, empty, { loss: meanSquaredError })).rejects.toThrow(
      'evaluate: the data is empty',
    );
    await expect(predict(model, empty)).rejects.toThrow('predict: the data is empty');
    expect(() => fromArrays({ x: [], y: [] })).toThrow('fromArrays: x is empty');
  });
});

describe('F42: data that fails on the way', () => {
  it('names the batch and the cause when it throws', async () => {
    const error = await failureOf(
      withBadBatch(3, () => {
        throw new Error('disk on fire');
      }),
      2,
    );
    expect(error).toMatchInlineSnapshot(`[DataError: fit: epoch 1, batch 3: the data failed: disk on fire]`);
    expect((error.cause as Error).message).toBe('disk on fire');
  });

  it('names the batch when its shape is wrong', async () => {
    const error = await failureOf(
      withBadBatch(2, (batch) => ({ ...batch, x: { values: new Float32Array(12), shape: [4, 3] } })),
      1,
    );
    expect(error).toMatchInlineSnapshot(`
      [DataError: fit: epoch 1, batch 2: inputs are [3] each, the model expects [2]
        fix: reshape the data, or begin the model with a reshape layer]
    `);
  });

  it('names the batch when it does not say how many examples it has', async () => {
    const error = await failureOf(
      withBadBatch(2, ({ x, y }) => ({ x, y }) as Batch),
      1,
    );
    expect(error).toMatchInlineSnapshot(`
      [DataError: fit: epoch 1, batch 2: inputs are [4, 2], size is undefined
        fix: a batch has x, y and size, the number of its examples]
    `);
  });

  it('names the batch when targets and predictions do not fit', async () => {
    const error = await failureOf(
      withBadBatch(2, (batch) => ({ ...batch, y: { values: new Float32Array(12), shape: [4, 3] } })),
      1,
    );
    expect(error).toMatchInlineSnapshot(
      `
      [ShapeError: meanSquaredError: predictions are [4, 1], targets are [4, 3]
        in fit: epoch 1, batch 2]
    `,
    );
  });

  it('can be left by the signal when it never answers', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    using model = net();
    const { stopped, position } = await fit(
      model,
      withBadBatch(2, () => new Promise<never>(() => {})),
      { ...quiet, optimizer: sgd(), signal: abort.signal },
    );
    expect(stopped).toBe('aborted');
    expect(position.batch).toBe(1);
  });

  it('refuses class labels that the model does not have', async () => {
    using model = sequential({ input: [2] }, dense(3));
    const data = { x: points.x, y: Int32Array.from(points.y, ([label]) => label as number) };
    await expect(
      fit(model as Model, data, { ...quiet, loss: crossEntropyFromLogits, optimizer: sgd(), shuffle: false }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: epoch 1, batch 1: label 3 of example 3 is not one of 3 classes
        fix: labels go from 0 to 2; the model's last layer says how many classes there are]
    `);
  });
});

describe('F40: gradients of 1e30', () => {
  const steep = (predictions: Tensor): Tensor => predictions.mean().mul(1e30);

  it.each<readonly [string, () => Optimizer]>([
    ['clipValue', () => sgd({ clipValue: 1 })],
    ['clipNorm', () => sgd({ clipNorm: 1 })],
    ['clipGlobalNorm', () => sgd({ clipGlobalNorm: 1 })],
    ['adam with clipValue', () => adam({ clipValue: 1 })],
    ['adam with clipNorm', () => adam({ clipNorm: 1 })],
    ['adam with clipGlobalNorm and accumulation', () => adam({ clipGlobalNorm: 1, accumulate: 2 })],
  ])('are followed where they are shortened, by %s, to finite weights', async (_name, make) => {
    using model = net();
    const before = weightsOf(model);
    const optimizer = make();
    await fit(model, points, { ...quiet, loss: steep, optimizer, epochs: 3 });
    const moved = weightsOf(model).flatMap((weights, k) => weights.map((w, i) => w - Number(before[k]?.[i])));
    expect(moved.some((change) => change !== 0)).toBe(true);
    // 15 steps, none longer than the norm or the rate.
    for (const change of moved) expect(Math.abs(change)).toBeLessThan(0.2);
    const state = scope(() => optimizer.state.flatMap(({ value }) => [...value.dataSync()]));
    expect(state.every(Number.isFinite)).toBe(true);
    optimizer.dispose();
  });

  it('end training where they are not, before their squares spoil what the optimizer remembers', async () => {
    using model = net();
    const optimizer = adam();
    const before = weightsOf(model);
    await expect(fit(model, points, { ...quiet, loss: steep, optimizer })).rejects.toMatchObject({
      code: 'E_DIVERGED',
    });
    expect(weightsOf(model)).toEqual(before);
    const state = scope(() => optimizer.state.flatMap(({ value }) => [...value.dataSync()]));
    expect(state.every(Number.isFinite)).toBe(true);
    optimizer.dispose();
  });

  it('that are infinite end it all the same', async () => {
    using model = net();
    const loss = (predictions: Tensor): Tensor => sqrt(predictions.sub(predictions).square().mean());
    for (const clip of [{ clipValue: 1 }, { clipNorm: 1 }, { clipGlobalNorm: 1 }]) {
      const run = fit(model, points, { ...quiet, loss, optimizer: sgd(clip) });
      await expect(run).rejects.toMatchObject({ code: 'E_DIVERGED' });
    }
  });
});

describe('F43: learning rates', () => {
  it('0 changes nothing; 1e30 stops before weights are lost; the rest is refused', async () => {
    using model = net();
    const before = weightsOf(model);
    await fit(model, points, { ...quiet, optimizer: sgd({ learningRate: 0 }) });
    expect(weightsOf(model)).toEqual(before);
    await expect(
      fit(model, points, { ...quiet, optimizer: sgd({ learningRate: 1e30 }) }),
    ).rejects.toMatchObject({
      code: 'E_DIVERGED',
    });
    expect(weightsOf(model).flat().every(Number.isFinite)).toBe(true);
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => sgd({ learningRate: rate })).toThrow(
        `sgd: learningRate must be a finite number >= 0, got ${rate}`,
      );
    }
  });
});

describe('F44: what interrupts training', () => {
  it('an abort before the first step runs none', async () => {
    using model = net();
    const before = weightsOf(model);
    const { stopped, epochs } = await fit(model, points, {
      ...quiet,
      optimizer: sgd(),
      signal: AbortSignal.abort(),
    });
    expect({ stopped, epochs }).toEqual({ stopped: 'aborted', epochs: [] });
    expect(weightsOf(model)).toEqual(before);
  });

  it('an error in a callback comes out as it is, with the weights of the last step', async () => {
    const mine = new RangeError('mine');
    const error = await failureOf(fromArrays(points), 2, {
      callbacks: [
        {
          onBatchEnd: ({ batch }) => {
            if (batch === 2) throw mine;
          },
        },
      ],
    });
    expect(error).toBe(mine);
  });

  it('a failure leaves no memory behind and the model trainable', async () => {
    using model = net();
    const optimizer = sgd();
    await fit(model, points, { ...quiet, optimizer });
    const before = currentBackend().memory();
    for (const onEpochEnd of [
      () => Promise.reject(new Error('later')),
      () => {
        throw new Error('now');
      },
    ]) {
      await expect(fit(model, points, { ...quiet, optimizer, callbacks: [{ onEpochEnd }] })).rejects.toThrow(
        /later|now/,
      );
    }
    expect(currentBackend().memory()).toEqual(before);
    await fit(model, points, { ...quiet, optimizer });
  });
});

describe('F45: two fits at once', () => {
  it('on one model are refused, on two models not', async () => {
    using model = net();
    using other = net();
    const first = fit(model, points, { ...quiet, optimizer: sgd() });
    await expect(
      fit(model, points, { ...quiet, optimizer: sgd() }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [TrainingError: fit: the model is being trained already
        fix: await the first fit before the second, or make another model]
    `);
    await Promise.all([first, fit(other, points, { ...quiet, optimizer: sgd() })]);
    await fit(model, points, { ...quiet, optimizer: sgd() });
  });
});
