import { currentBackend, type Variable } from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { dense, input, model as layersModel } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { adam, cosineDecay, evaluate, fit, predict, type RangeTestOptions, rangeTest, sgd } from './index.js';
import { plotCurve } from './plot-curve.js';
import { net, points, quiet } from './test-support.js';

const { loss } = quiet;

function bitsOf(cells: readonly Variable[]): number[][] {
  return cells.map(({ value }) => [...value.dataSync()]);
}

describe('rangeTest', () => {
  it('tries rising rates until the loss has grown, and suggests one at which it fell', async () => {
    using model = net();
    const { rates, losses, suggestion, plot } = await rangeTest(model, points, { loss, batchSize: 5 });
    expect(rates[0]).toBeCloseTo(1e-6, 12);
    expect((rates[9] as number) / (rates[8] as number)).toBeCloseTo(1e7 ** (1 / 99), 6);
    expect(losses.length).toBe(rates.length);
    expect(rates.length).toBeLessThan(100);
    expect(losses.at(-1)).toBeGreaterThan(3 * Math.min(...losses));
    expect(suggestion).toBeGreaterThan(1e-4);
    expect(suggestion).toBeLessThan(rates[losses.indexOf(Math.min(...losses))] as number);
    expect(plot().split('\n')).toHaveLength(15);
    expect(await rangeTest(model, points, { loss, batchSize: 5 })).toMatchObject({
      rates,
      losses,
      suggestion,
    });
  });

  it('takes a model of several outputs', async () => {
    const x = input([2]);
    using model = layersModel(x, [dense(1, { name: 'a' })(x), dense(1, { name: 'b' })(x)]);
    const data = { x: points.x, y: { a: points.y, b: points.y } };
    const { suggestion } = await rangeTest(model, data, {
      loss: { a: loss, b: loss },
      batchSize: 5,
      steps: 40,
    });
    expect(suggestion).toBeGreaterThan(1e-4);
    await expect(rangeTest(model, data, { loss } as never)).rejects.toThrow('rangeTest: ');
  });

  it('refuses what is no model, and no options', async () => {
    using model = net();
    await expect(rangeTest(3 as never, points, { loss })).rejects.toThrow(
      'rangeTest: expects a model, got 3',
    );
    await expect(rangeTest(model, points, undefined as never)).rejects.toThrow('rangeTest: expects options');
    await expect(evaluate(model, points, undefined as never)).rejects.toThrow('evaluate: expects options');
    await expect(evaluate(3 as never, points, { loss })).rejects.toThrow('evaluate: expects a model, got 3');
    await expect(predict(undefined as never, points)).rejects.toThrow(
      'predict: expects a model, got undefined',
    );
  });

  it('leaves the model and the optimizer as they were, and nothing behind', async () => {
    using model = net();
    const optimizer = adam({ learningRate: 0.01 });
    await fit(model, points, { ...quiet, optimizer });
    const cells = [...model.parameters, ...optimizer.state];
    const before = bitsOf(cells);
    const { buffers } = currentBackend().memory();
    await rangeTest(model, points, { loss, optimizer, steps: 20 });
    expect(optimizer.learningRate).toBe(0.01);
    expect(bitsOf(cells)).toEqual(before);
    expect(currentBackend().memory().buffers).toBe(buffers);
  });

  it('draws the losses over the rates', () => {
    const rates = [1e-4, 1e-3, 1e-2, 1e-1, 1];
    expect(`\n${plotCurve(rates, [2, 1.9, 1, 0.5, 1.2], 1e-2)}`).toMatchInlineSnapshot(`
      "
       2.00 │•
            │               •
            │
            │
            │
            │
            │                                                           •
            │                              •
            │
            │
            │
      0.500 │                                            •
            └────────────────────────────────────────────────────────────
             1e-4                                                    1e+0
                                           ▲ 1.0e-2"
    `);
    expect(plotCurve([1], [0.5], undefined)).toContain('0.500 │•');
    expect(plotCurve([], [], undefined)).toBe('no loss was finite');
  });

  it.each<readonly [Partial<RangeTestOptions>, string]>([
    [{ loss: undefined as never }, 'rangeTest: loss must be a function'],
    [{ minRate: 0 }, 'rangeTest: minRate must be a finite number > 0, got 0'],
    [{ maxRate: Number.NaN }, 'rangeTest: maxRate must be a finite number > 0, got NaN'],
    [{ minRate: 1, maxRate: 1 }, 'rangeTest: minRate must be < maxRate, got 1 and 1'],
    [{ steps: 2 }, 'rangeTest: steps must be a whole number >= 3, got 2'],
    [{ batchSize: 0 }, 'rangeTest: batchSize must be a whole number >= 1, got 0'],
    [
      { optimizer: sgd({ learningRate: cosineDecay({ initialRate: 1, decaySteps: 1 }) }) },
      'sgd: learningRate follows a schedule and cannot be set',
    ],
  ])('refuses %o, and the model is free afterwards', async (options, message) => {
    using model = net();
    await expect(rangeTest(model, points, { loss, ...options })).rejects.toThrow(message);
    await fit(model, points, { ...quiet, optimizer: sgd() });
  });

  it('refuses empty data, inputs of another shape, and a model that is being trained', async () => {
    using model = net();
    await expect(rangeTest(model, fromArrays(points).take(0), { loss })).rejects.toThrow(
      'rangeTest: the data is empty',
    );
    await expect(rangeTest(model, { x: [[1, 2, 3]], y: [[1]] }, { loss })).rejects.toThrow(
      'rangeTest: batch 1: inputs are [3] each, the model expects [2]',
    );
    const busy = fit(model, points, { ...quiet, optimizer: sgd() });
    await expect(rangeTest(model, points, { loss })).rejects.toThrow(
      'rangeTest: the model is being trained already',
    );
    await busy;
  });
});
