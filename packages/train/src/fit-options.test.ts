import { ones } from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { dense, flatten, type Model, sequential } from '@descent/layers';
import { confusionMatrix, meanSquaredError } from '@descent/losses';
import { describe, expect, it } from 'vitest';
import { earlyStopping, type FitOptions, fit, type Metrics, sgd, type TrainingPosition } from './index.js';
import { net, points, quiet } from './test-support.js';

describe('fit refuses options out of range', () => {
  it.each([
    [{ loss: undefined }, 'fit: loss must be a function'],
    [{ optimizer: sgd }, 'fit: optimizer must be an optimizer'],
    [{ epoch: 3 }, "fit: no option is called 'epoch'"],
    [{ control: null }, 'fit: control must be a TrainingControl, got null'],
    [{ checkpoints: '' }, "fit: checkpoints must be what checkpoints(…) gives, got ''"],
    [{ signal: 0 }, 'fit: signal must be an AbortSignal, got 0'],
    [{ control: {} }, 'fit: control must be a TrainingControl, got an object'],
    [{ callbacks: [{ onEpochEnds: () => {} }] }, 'fit: callbacks[0] has onEpochEnds, which is never called'],
    [
      { callbacks: [{ readsLogsOnly: 'no' }] },
      "fit: callbacks[0]: readsLogsOnly must be true or false, got 'no'",
    ],
    [{ validation: { x: [[1, 2, 3]], y: [[1]] } }, 'fit: validation: batch 1: inputs are [3] each'],
    [{ validation: { x: [[1, 2]] } }, 'fit: validation: '],
    [{ epochs: 0 }, 'fit: epochs must be a whole number >= 1, got 0'],
    [{ batchSize: 1.5 }, 'fit: batchSize must be a whole number >= 1, got 1.5'],
    [{ batchSize: Number.NaN }, 'fit: batchSize must be a whole number >= 1, got NaN'],
    [{ seed: -1 }, 'a seed is a whole number from 0 to 2^53 - 1, got -1'],
    [{ from: { epoch: -1, batch: 0, seed: 0 } }, 'fit: from.epoch must be a whole number >= 0, got -1'],
    [{ metrics: { loss: meanSquaredError } }, "fit: a metric cannot be called 'loss'"],
    [{ metrics: ['accuracy'] }, "fit: metric '0' must be a metric, got 'accuracy'"],
    [
      { callbacks: [earlyStopping({ mode: 'Min' as never })] },
      "earlyStopping: mode must be 'min' or 'max', got 'Min'",
    ],
    [{ callbacks: earlyStopping() }, 'fit: callbacks must be a list of objects'],
    [{ callbacks: [earlyStopping] }, 'fit: callbacks must be a list of objects'],
    [{ nonFinite: 'ignore' }, "fit: nonFinite must be 'throw', 'stop' or 'skip', got 'ignore'"],
    [{ progress: 'bars' }, "fit: progress must be 'auto', 'bar', 'lines', 'none', got 'bars'"],
    [
      { callbacks: [earlyStopping({ minDelta: '1' as never })] },
      "earlyStopping: minDelta must be a number >= 0, got '1'",
    ],
    [{ shuffle: 'no' }, "fit: shuffle must be true or false, got 'no'"],
    [{ seed: null }, 'a seed is a whole number from 0 to 2^53 - 1, got null'],
    [
      { validation: { x: [[Number.NaN, 1]], y: [[1]] }, callbacks: [earlyStopping({})] },
      'earlyStopping: validationLoss is NaN after epoch 1',
    ],
    [{ callbacks: [earlyStopping({ monitor: 'f1' })] }, "earlyStopping: nothing is called 'f1'"],
  ])('%o', async (options, message) => {
    using model = net();
    const all = { ...quiet, optimizer: sgd(), ...options } as FitOptions;
    await expect(fit(model, points, all)).rejects.toThrow(message);
  });

  it('before anything is trained, and the model is free for the next fit', async () => {
    using model = net();
    const before = await Promise.all(model.parameters.map((parameter) => parameter.value.data()));
    const all = { ...quiet, optimizer: sgd(), callbacks: [earlyStopping({ monitor: 'validationLoss' })] };
    await expect(fit(model, points, all)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: earlyStopping: nothing is called 'validationLoss'
        fix: watch one of loss]
    `);
    const none = fromArrays(points).take(0);
    await expect(
      fit(model, points, { ...quiet, optimizer: sgd(), validation: none }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: the validation data is empty
        fix: leave validation out, or give it examples]
    `);
    expect(await Promise.all(model.parameters.map((parameter) => parameter.value.data()))).toEqual(before);
    await fit(model, points, { ...quiet, optimizer: sgd() });
  });

  it('a single example that is no batch', async () => {
    using model = sequential({ input: [3, 2] }, flatten(), dense(1));
    const single = { x: ones([3, 2]), y: ones([3, 1]) };
    await expect(
      fit(model as unknown as Model, single, { ...quiet, optimizer: sgd() }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: epoch 1, batch 1: inputs are [2] each, the model expects [3, 2]
        fix: the first axis counts examples; for a single one wrap it in a batch: x.reshape([1, 3, 2])]
    `);
  });

  it('inputs without their last axis, whether scalars or grey pictures', async () => {
    using line = sequential({ input: [1] }, dense(1));
    const scalars = { x: [1, 2, 3], y: [[1], [2], [3]] };
    await expect(
      fit(line as unknown as Model, scalars, { ...quiet, optimizer: sgd() }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: epoch 1, batch 1: inputs are [] each, the model expects [1]
        fix: give each input its last axis: x.reshape([-1, 1]) for a tensor, inputShape: [1] for a flat array]
    `);
    using net = sequential({ input: [3, 3, 1] }, flatten(), dense(1));
    const pictures = { x: ones([2, 3, 3]), y: ones([2, 1]) };
    await expect(
      fit(net as unknown as Model, pictures, { ...quiet, optimizer: sgd() }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fit: epoch 1, batch 1: inputs are [3, 3] each, the model expects [3, 3, 1]
        fix: give each input its last axis: x.reshape([-1, 3, 3, 1]) for a tensor, inputShape: [3, 3, 1] for a flat array]
    `);
  });

  it('what is no model, no signal or no checkpoints', async () => {
    using model = net();
    const options = { ...quiet, optimizer: sgd() };
    await expect(fit(undefined as never, points, options)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fit: expects a model, got undefined
        fix: make one: sequential({ input: [28, 28] }, flatten(), dense(10))]
    `);
    await expect(fit(dense(2) as never, points, options)).rejects.toThrow('fit: expects a model, got');
    const signal = new AbortController() as never;
    await expect(fit(model, points, { ...options, signal })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fit: signal must be an AbortSignal, got an AbortController
        fix: signal: controller.signal]
    `);
    const checkpoints = 'runs/first' as never;
    await expect(fit(model, points, { ...options, checkpoints })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: fit: checkpoints must be what checkpoints(…) gives, got 'runs/first'
        fix: checkpoints: checkpoints('runs/first')]
    `);
  });

  it('data without targets, and class labels for a loss of numbers', async () => {
    using model = sequential({ input: [2] }, dense(3)) as Model;
    const options = { ...quiet, optimizer: sgd() };
    const { x } = points;
    await expect(fit(model, { x } as never, options)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: meanSquaredError: predictions are [4, 3], targets are [4, 0]
        fix: give the data targets: { x, y }
        in fit: epoch 1, batch 1]
    `);
    const y = Int32Array.from(x, (_, i) => i % 3);
    await expect(fit(model, { x, y }, options)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: meanSquaredError: predictions are [4, 3], targets are [4]
        fix: for class labels use crossEntropyFromLogits, or oneHot(labels, classCount)
        in fit: epoch 1, batch 1]
    `);
  });

  it.each<readonly [string, Metrics, string]>([
    [
      'more than one element',
      { error: (predictions, targets) => predictions.sub(targets).square() },
      "metric 'error' must give one number for a batch, got a tensor of shape [4, 1]",
    ],
    ['no tensor', { one: () => 1 as never }, "metric 'one' must give one number for a batch, got 1"],
    [
      'no number in the end',
      { confusion: confusionMatrix() as never },
      "fit: metric 'confusion' must come to one number, got an array",
    ],
  ])('a metric that gives %s, at the first batch', async (_name, metrics, message) => {
    using model = net();
    const batches: number[] = [];
    const callbacks = [{ onBatchEnd: ({ batch }: TrainingPosition) => void batches.push(batch) }];
    const run = fit(model, points, { ...quiet, optimizer: sgd(), metrics, callbacks });
    await expect(run).rejects.toThrow(message);
    expect(batches).toEqual([]);
  });

  it('a model without parameters', async () => {
    using model = sequential({ input: [2] }, flatten());
    await expect(fit(model as unknown as Model, points, { ...quiet, optimizer: sgd() })).rejects.toThrow(
      'fit: the model has no trainable parameters',
    );
  });
});
