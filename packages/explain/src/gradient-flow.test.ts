import { currentBackend, normal, Rng, type Tensor, tensor, variableGradients } from '@descent/core';
import {
  type AnyLayer,
  activation,
  batchNorm,
  dense,
  dropout,
  flatten,
  maxPool2d,
  relu,
  sequential,
} from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { expectClose, onEachBackend } from '@descent/testing';
import { fit, sgd } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { denseNet, goldenInput, goldenValues } from './golden-nets.js';
import { gradientFlow, type LayerFlow, trackGradientFlow } from './index.js';

const loss = meanSquaredError;
const norm = (values: readonly number[]): number => Math.hypot(...values);
const at = (layers: readonly LayerFlow[], index: number): LayerFlow => layers.at(index) as LayerFlow;

/** Ten hidden layers, and data for them. */
function deepNet(hidden: 'sigmoid' | 'relu') {
  const kernelInitializer = hidden === 'relu' ? ('heNormal' as const) : ('glorotUniform' as const);
  const layers = Array.from({ length: 10 }, () => dense(16, { activation: hidden, kernelInitializer }));
  const net = sequential({ input: [8], seed: 2 }, ...(layers as unknown as [AnyLayer]), dense(1));
  return { net, x: normal(new Rng(1), [32, 8]), y: normal(new Rng(2), [32, 1]) };
}

onEachBackend(() => {
  describe('gradientFlow', () => {
    it('has the norms of PyTorch’s gradients', async () => {
      using net = denseNet();
      using x = goldenInput('dense net', 'x');
      using y = goldenInput('dense net', 'y');
      const golden = (...names: string[]) => names.flatMap((name) => goldenValues('dense net', name));
      const { loss: value, layers } = await gradientFlow(net, x, y, { loss, learningRate: 0.5 });
      expectClose([value], golden('loss'));
      layers.forEach((layer, i) => {
        const [gradient, weights] = [norm(golden(`d w${i}`, `d b${i}`)), norm(golden(`w${i}`, `b${i}`))];
        expectClose([layer.gradientNorm ?? 0], [gradient]);
        expectClose([layer.weightNorm ?? 0], [weights]);
        expectClose([layer.updateRatio ?? 0], [(0.5 * gradient) / weights]);
        expectClose([layer.errorNorm], [norm(golden(`d a${i}`))]);
        const a = golden(`a${i}`);
        const mean = a.reduce((sum, each) => sum + each, 0) / a.length;
        const variance = a.reduce((sum, each) => sum + (each - mean) ** 2, 0) / a.length;
        expectClose([layer.activationMean, layer.activationDeviation], [mean, Math.sqrt(variance)]);
      });
    });

    it('sees gradients vanish behind ten sigmoids, and reach the first layer through relu', async () => {
      for (const [kind, isLost] of [
        ['sigmoid', true],
        ['relu', false],
      ] as const) {
        const { net, x, y } = deepNet(kind);
        const { layers } = await gradientFlow(net, x, y, { loss });
        const ratio = (at(layers, 0).gradientNorm ?? 0) / (at(layers, -1).gradientNorm ?? 1);
        if (isLost) expect(ratio).toBeLessThan(1e-4);
        else expect(ratio).toBeGreaterThan(1e-2);
        for (const each of [net, x, y]) each.dispose();
      }
    });

    it('counts dead units, and values on the flat ends of activation functions', async () => {
      using net = sequential(
        { input: [1] },
        dense(4, { activation: 'relu' }),
        dense(4, { activation: 'tanh' }),
      );
      // in = x·w + b for x = −1, 1: one unit is always off, one on for one example, two always on.
      net.parameters[0]?.reset(Float32Array.of(1, 1, 1, 1));
      net.parameters[1]?.reset(Float32Array.of(-3, 0.5, 3, 4));
      net.parameters[2]?.reset(new Float32Array(16));
      net.parameters[3]?.reset(Float32Array.of(0, 0, 5, -5));
      using x = tensor([[-1], [1]]);
      using y = tensor(new Float32Array(8), [2, 4]);
      const { layers } = await gradientFlow(net, x, y, { loss });
      expect(at(layers, 0)).toMatchObject({ deadUnits: 0.25, saturation: 3 / 8 });
      expect(at(layers, 1)).toMatchObject({ deadUnits: 0, saturation: 0.5 });
    });

    it('tells norms apart whose squares vanish or overflow', async () => {
      using net = sequential({ input: [2] }, dense(1, { useBias: false }));
      using x = tensor([[3, 4]]);
      using y = tensor([[0]]);
      for (const size of [1e-30, 1e30]) {
        const scaled = (p: Tensor): Tensor => p.sum().mul(size);
        const { layers } = await gradientFlow(net, x, y, { loss: scaled });
        expectClose([(at(layers, 0).gradientNorm ?? 0) / size], [5], { relative: 1e-5 });
      }
      const { layers } = await gradientFlow(net, x, y, { loss: (p) => p.mul(0).sum() });
      expect(at(layers, 0).gradientNorm).toBe(0);
      const infinite = await gradientFlow(net, x, y, { loss: (p) => p.mul(Number.POSITIVE_INFINITY).sum() });
      expect(at(infinite.layers, 0).gradientNorm).toBe(Number.POSITIVE_INFINITY);
    });

    it('has the gradients of a step of training, and leaves moving averages and draws alone', async () => {
      using net = sequential(
        { input: [3], seed: 1 },
        dense(4, { activation: 'tanh' }),
        batchNorm({ momentum: 0.5 }),
        dropout(0.5),
        dense(1),
      );
      using x = normal(new Rng(1), [8, 3]);
      using y = normal(new Rng(2), [8, 1]);
      const averages = () =>
        net.parameters.filter(({ trainable }) => !trainable).map((p) => p.value.arraySync());
      const before = averages();
      const flow = await gradientFlow(net, x, y, { loss, training: true, rng: new Rng(3) });
      expect(averages()).toEqual(before);
      const { gradients, value } = variableGradients(
        () => loss(net.call(x, { training: true, rng: new Rng(3) }), y),
        net.trainableParameters,
      );
      expect(averages()).not.toEqual(before);
      const norms = gradients.map((gradient) => norm([...gradient.dataSync()]));
      expectClose([flow.loss], [value.item()]);
      expectClose(
        flow.layers.map(({ gradientNorm }) => gradientNorm ?? 0),
        [norm(norms.slice(0, 2)), norm(norms.slice(2, 4)), 0, norm(norms.slice(4))],
      );
      for (const each of [value, ...gradients]) each.dispose();
    });

    it('leaves no tensor behind', async () => {
      using net = denseNet();
      using x = goldenInput('dense net', 'x');
      using y = goldenInput('dense net', 'y');
      await gradientFlow(net, x, y, { loss });
      const { buffers } = currentBackend().memory();
      await gradientFlow(net, x, y, { loss });
      expect(currentBackend().memory().buffers).toBe(buffers);
    });
  });
});

describe('gradientFlow', () => {
  it('says nothing of parameters and slopes where there are none', async () => {
    using net = sequential(
      { input: [2, 2, 1] },
      maxPool2d(2),
      flatten(),
      dense(2),
      batchNorm(),
      relu(),
      dense(2, { activation: 'softmax' }),
      activation((x) => x.mul(x)),
    );
    using x = tensor(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
    using y = tensor([[0, 1]]);
    const { layers } = await gradientFlow(net, x, y, { loss });
    const facts = layers.map(({ kind, gradientNorm, deadUnits, saturation }) => [
      kind,
      gradientNorm === undefined ? '' : 'gradient',
      deadUnits === undefined || saturation === undefined ? '' : 'slopes',
    ]);
    expect(facts).toEqual([
      ['maxPool2d', '', ''],
      ['flatten', '', ''],
      ['dense', 'gradient', 'slopes'],
      ['batchNorm', 'gradient', ''],
      ['relu', '', 'slopes'],
      ['dense', 'gradient', ''],
      ['activation', '', 'slopes'],
    ]);
  });
});

describe('trackGradientFlow', () => {
  it('follows training: the gradients after each step, and how far the step went', async () => {
    using net = denseNet();
    using x = goldenInput('dense net', 'x');
    using y = goldenInput('dense net', 'y');
    const flow = trackGradientFlow(x, y, { loss });
    const before = goldenValues('dense net', 'w0').concat(goldenValues('dense net', 'b0'));
    const after = goldenValues('dense net', 'next w0').concat(goldenValues('dense net', 'next b0'));
    const run = () =>
      fit(
        net,
        { x: x.arraySync() as number[][], y: y.arraySync() as number[][] },
        {
          loss,
          optimizer: sgd({ learningRate: 0.5 }),
          epochs: 6,
          shuffle: false,
          progress: 'none',
          callbacks: [flow],
        },
      );
    await run();
    expect(flow.records.map(({ step, position }) => [step, position.epoch, position.batch])).toEqual(
      Array.from({ length: 6 }, (_, i) => [i + 1, i, 1]),
    );
    const moved = norm(after.map((value, i) => value - (before[i] as number)));
    expectClose([flow.records[0]?.layers[0]?.updateRatio ?? 0], [moved / norm(before)], { relative: 1e-4 });
    // The last record is of the weights as they are now.
    const { gradients, value } = variableGradients(() => loss(net.call(x), y), net.trainableParameters);
    const [kernel, bias] = gradients.map((gradient) => [...gradient.dataSync()]);
    expectClose(
      [flow.records[5]?.layers[0]?.gradientNorm ?? 0],
      [norm([...(kernel ?? []), ...(bias ?? [])])],
    );
    expectClose([flow.records[5]?.loss ?? 0], [value.item()]);
    for (const each of [value, ...gradients]) each.dispose();
    // Another run begins anew.
    await run();
    expect(flow.records).toHaveLength(6);
  });

  it('looks at every n-th step alone, and at the step itself', async () => {
    using net = denseNet();
    using x = goldenInput('dense net', 'x');
    using y = goldenInput('dense net', 'y');
    const [flow, all] = [trackGradientFlow(x, y, { loss, every: 3 }), trackGradientFlow(x, y, { loss })];
    await fit(
      net,
      { x: x.arraySync() as number[][], y: y.arraySync() as number[][] },
      { loss, optimizer: sgd(), epochs: 7, shuffle: false, progress: 'none', callbacks: [flow, all] },
    );
    expect(flow.records.map(({ step }) => step)).toEqual([3, 6]);
    expect(flow.records).toEqual(all.records.filter(({ step }) => step % 3 === 0));
  });

  it('says what is wrong with its options', () => {
    const y = tensor([0]);
    expect(() => trackGradientFlow(y, y, { loss, every: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: trackGradientFlow: every must be a whole number >= 1, got 0]`,
    );
    expect(() => trackGradientFlow(y, y, { loss, often: 1 } as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: trackGradientFlow: no option is called 'often'
        fix: give an object with any of loss, every]
    `);
    y.dispose();
  });
});
