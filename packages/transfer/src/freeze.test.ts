import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scope, type Tensor, tensor } from '@descent/core';
import { dense, type Model, sequential } from '@descent/layers';
import { adam, checkpoints, fit, sgd } from '@descent/train';
import { describe, expect, it, onTestFinished } from 'vitest';
import { discriminativeRates, features, freeze, gradualUnfreezing, unfreeze } from './index.js';
import { net, pictures, quiet, valuesOf } from './test-support.js';

function free(model: Model): string[] {
  return model.layers.filter(({ trainable }) => trainable).map(({ name }) => name);
}

describe('freeze and unfreeze', () => {
  it.each([
    [{}, []],
    [{ until: 'second' }, ['second', 'flat', 'head']],
    [{ depth: 5 }, ['flat', 'head']],
    [{ depth: -1 }, ['head']],
    [{ layers: ['first', 'head'] }, ['norm', 'relu', 'pool', 'second', 'flat']],
    [{ layers: /^(f|r)/ }, ['norm', 'pool', 'second', 'head']],
    [{ layers: ({ kind }: { kind: string }) => kind === 'conv2d' }, ['norm', 'relu', 'pool', 'flat', 'head']],
  ])('freeze with %o leaves %o', (options, left) => {
    const model = net();
    freeze(model, options);
    expect(free(model)).toEqual(left);
  });

  it.each([
    [{}, ['first', 'norm', 'relu', 'pool', 'second', 'flat', 'head']],
    [{ keepBatchNorm: true }, ['first', 'relu', 'pool', 'second', 'flat', 'head']],
    [{ from: 'second' }, ['second', 'flat', 'head']],
    [{ depth: 2 }, ['flat', 'head']],
    [{ depth: -6 }, ['head']],
    [{ depth: 0 }, []],
    [{ layers: ['norm'] }, ['norm']],
  ])('unfreeze with %o sets %o free', (options, set) => {
    const model = net();
    freeze(model);
    unfreeze(model, options);
    expect(free(model)).toEqual(set);
  });

  it('reach into models inside', () => {
    const base = features(net(), 'second', { pooling: 'average' });
    const outer = sequential({ input: [8, 8, 1] }, base, dense(3)) as Model;
    freeze(outer, { depth: 1 });
    expect(free(base)).toEqual([]);
    unfreeze(outer, { keepBatchNorm: true });
    expect(base.getLayer('norm').trainable).toBe(false);
    expect(base.getLayer('second').trainable).toBe(true);
  });

  it('say what does not fit', () => {
    const model = net();
    expect(() => freeze(model, { until: 'second', depth: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: freeze: until and depth are given, and one way to choose layers is possible]`,
    );
    expect(() => freeze(model, { depth: 8 })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: freeze: depth must be a whole number from -7 to 7, got 8
        fix: the net has 7 layers: net.layers]
    `);
    expect(() => unfreeze(model, { layers: /^z/ })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: unfreeze: no layer of the net is meant by a RegExp
        fix: the names are first, norm, relu, pool, second, flat, head]
    `);
    expect(() => unfreeze(model, { until: 'first' } as never)).toThrow("no option is called 'until'");
  });
});

it('a frozen net is the same before and after training, its averages and what it gives too', async () => {
  using whole = net();
  const base = features(whole, 'second', { pooling: 'average' });
  const outer = sequential({ input: [8, 8, 1], seed: 2 }, base, dense(3)) as Model;
  const { x } = pictures();
  const given = tensor(x, [30, 8, 8, 1]);
  // Averages that are not those of the data, as those of ImageNet are not.
  whole.namedParameters.find(([name]) => name === 'norm/movingMean')?.[1].reset(Float32Array.of(1, 2, 3, 4));
  const seen = () =>
    scope(() => (base.call(given as Tensor, { training: true }) as Tensor).dataSync().slice());
  const unfrozen = seen();
  whole.namedParameters.find(([name]) => name === 'norm/movingMean')?.[1].reset(Float32Array.of(1, 2, 3, 4));
  freeze(base);
  const before = [valuesOf(whole), seen()];
  expect(before[1]).not.toEqual(unfrozen);
  expect(before[1]).toEqual(scope(() => (base.predict(given as never) as Tensor).dataSync().slice()));
  await fit(outer, pictures(), { ...quiet, optimizer: adam(), epochs: 2 });
  expect([valuesOf(whole), seen()]).toEqual(before);
});

describe('discriminativeRates', () => {
  it('grow by one ratio from the first group to the last', () => {
    const model = net();
    const byName = (options: object) =>
      Object.fromEntries(
        [...discriminativeRates(model, options)].map(([{ name }, f]) => [name, Number(f.toFixed(6))]),
      );
    expect(byName({ groups: ['second', 'head'] })).toEqual({
      'first/kernel': 0.01,
      'first/bias': 0.01,
      'norm/gamma': 0.01,
      'norm/beta': 0.01,
      'norm/movingMean': 0.01,
      'norm/movingVariance': 0.01,
      'second/kernel': 0.1,
      'second/bias': 0.1,
      'head/kernel': 1,
      'head/bias': 1,
    });
    expect(byName({ lowest: 1 / 2.6 ** 3 })).toMatchObject({
      'first/kernel': 0.056896,
      'norm/gamma': 0.147929,
      'second/bias': 0.384615,
      'head/bias': 1,
    });
  });

  it('make the first layers move less, by that factor', async () => {
    const moved = async (rates: boolean) => {
      using model = net();
      const before = valuesOf(model);
      const rateFactors = rates ? discriminativeRates(model, { groups: ['head'], lowest: 0.25 }) : new Map();
      const optimizer = sgd({ learningRate: 0.01, rateFactors });
      await fit(model, pictures(10), { ...quiet, optimizer });
      const after = valuesOf(model);
      return (name: string) => (after[name]?.[1] as number) - (before[name]?.[1] as number);
    };
    const [with_, without] = [await moved(true), await moved(false)];
    expect(with_('first/kernel') / without('first/kernel')).toBeCloseTo(0.25, 2);
    expect(with_('head/kernel') / without('head/kernel')).toBeCloseTo(1, 4);
  });

  it('say what does not fit', () => {
    expect(() =>
      discriminativeRates(net(), { groups: ['head', 'second'] }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: discriminativeRates: the groups are not in the order of the net's layers
        fix: their order is first, norm, relu, pool, second, flat, head]
    `);
    expect(() => discriminativeRates(net(), { lowest: 0 })).toThrow('lowest must lie in (0, 1]');
  });
});

describe('gradualUnfreezing', () => {
  it('sets layers free from the end, stage by stage', async () => {
    using whole = net();
    const base = features(whole, 'second', { pooling: 'average' });
    const outer = sequential({ input: [8, 8, 1], seed: 2 }, base, dense(3, { name: 'top' })) as Model;
    const seen: [string[], Record<string, number[]>][] = [[[], valuesOf(outer)]];
    const record = { onEpochEnd: () => void seen.push([free(base), valuesOf(outer)]) };
    const thaw = gradualUnfreezing({ net: base, from: [null, 'second', 'first'], everyEpochs: 2 });
    const optimizer = sgd({ learningRate: 0.05 });
    await fit(outer, pictures(), { ...quiet, optimizer, epochs: 6, callbacks: [thaw, record] });
    const second = ['second', 'globalAveragePool2d'];
    const all = ['first', 'relu', 'pool', ...second];
    expect(seen.slice(1).map(([names]) => names)).toEqual([[], [], second, second, all, all]);
    const changes = seen
      .slice(1)
      .map(([, after], i) =>
        Object.keys(after).filter((name) => `${after[name]}` !== `${seen[i]?.[1][name]}`),
      );
    const prefix = 'features/';
    const kernels = (names: string[] | undefined) => names?.filter((name) => name.endsWith('/kernel'));
    expect(changes.map(kernels)).toEqual([
      ['top/kernel'],
      ['top/kernel'],
      [`${prefix}second/kernel`, 'top/kernel'],
      [`${prefix}second/kernel`, 'top/kernel'],
      [`${prefix}first/kernel`, `${prefix}second/kernel`, 'top/kernel'],
      [`${prefix}first/kernel`, `${prefix}second/kernel`, 'top/kernel'],
    ]);
    expect(changes.flat().some((name) => name.includes('norm/'))).toBe(false);
  });

  it('goes on from a checkpoint to the same bits', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'descent-transfer-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const options = () => ({
      ...{ ...quiet, epochs: 3, optimizer: adam({ learningRate: 0.01 }) },
      callbacks: [gradualUnfreezing({ from: ['head', 'second', 'first'], keepBatchNorm: false })],
    });
    const trained = async (more: object, epochs: number) => {
      using model = net();
      freeze(model, { until: 'head' });
      await fit(model, pictures(), { ...options(), epochs, ...more });
      return valuesOf(model);
    };
    const unbroken = await trained({}, 3);
    await trained({ checkpoints: checkpoints(folder) }, 2);
    expect(await trained({ checkpoints: checkpoints(folder) }, 3)).toEqual(unbroken);
  });

  it('says what does not fit', async () => {
    expect(() => gradualUnfreezing({ from: [] })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: gradualUnfreezing: from must be a list of layers, got []
        fix: one for each stage: from: [null, 'conv5', 'conv4']]
    `);
    using model = net();
    const callbacks = [gradualUnfreezing({ from: ['head', 'third'] })];
    await expect(fit(model, pictures(), { ...quiet, optimizer: sgd(), callbacks })).rejects.toThrow(
      "gradualUnfreezing: no layer of the net is 'third'",
    );
  });
});
