import { compile, scope, type Tensor, tensor, zeros } from '@descent/core';
import { expectClose, onEachBackend } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { batchNorm, constant, dense, input, type Model, model, sequential } from '../index.js';

/** What batch normalization keeps. */
function averagesOf(net: Pick<Model, 'parameters'>): number[][] {
  return net.parameters.flatMap(({ trainable, value }) => (trainable ? [] : [[...value.dataSync()]]));
}

const batch = (): Tensor =>
  tensor([
    [1, 10],
    [3, 30],
  ]) as Tensor;

describe('batchNorm', () => {
  onEachBackend(() => {
    it('F37: a batch of one gives the offset while training', () => {
      using net = sequential({ input: [2] }, batchNorm({ betaInitializer: constant(0.5) }));
      scope(() => {
        expect(net.call(tensor([[3, -1e6]]), { training: true }).arraySync()).toEqual([[0.5, 0.5]]);
      });
      expectClose(averagesOf(net).flat(), [0.03, -1e4, 0.99, 0.99]);
    });

    it('F37: a moving variance of −1e-9 counts as 0', () => {
      const outputs = [-1e-9, 0].map((variance) => {
        using net = sequential(
          { input: [2] },
          batchNorm({ movingVarianceInitializer: constant(variance), epsilon: 1e-12 }),
        );
        return scope(() => net.call(batch()).arraySync());
      });
      expect(outputs[0]).toEqual(outputs[1]);
      expect(outputs.flat(3).every(Number.isFinite)).toBe(true);
    });

    it('a batch of none leaves the averages alone', () => {
      using net = sequential({ input: [2] }, batchNorm());
      scope(() => {
        expect(net.call(zeros([0, 2]), { training: true }).shape).toEqual([0, 2]);
      });
      expect(averagesOf(net)).toEqual([
        [0, 0],
        [1, 1],
      ]);
    });

    it('that is frozen computes as in inference, while training too, and keeps its averages', () => {
      using net = sequential({ input: [2] }, batchNorm({ momentum: 0.5 }));
      const [layer] = net.layers;
      const training = compile((x: Tensor) => net.call(x, { training: true }));
      scope(() => {
        training(batch());
        const learned = averagesOf(net);
        expect(learned).toEqual([
          [1, 10],
          [1, 50.5],
        ]);
        (layer as { trainable: boolean }).trainable = false;
        training.dispose();
        expect(training(batch()).arraySync()).toEqual(net.call(batch()).arraySync());
        expect(averagesOf(net)).toEqual(learned);
        expect(net.trainableParameters).toEqual([]);
      });
      training.dispose();
    });

    it('that is used twice follows both batches, one after the other', () => {
      const [a, b] = [input([1]), input([1])];
      const shared = batchNorm({ momentum: 0.5 });
      using net = model([a, b], [shared(a), shared(b)]);
      const step = compile((x: Tensor, y: Tensor) => [...(net.call([x, y], { training: true }) as Tensor[])]);
      scope(() => void step(tensor([[2], [4]]), tensor([[10], [10]])));
      expect(averagesOf(net as never)).toEqual([[5.75], [0.5]]);
      step.dispose();
    });
  });

  it('takes bounds for its options', () => {
    expect(() => batchNorm({ momentum: 1.5 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batchNorm: momentum must lie in [0, 1], got 1.5]`,
    );
    expect(() => batchNorm({ momentum: Number.NaN })).toThrow('momentum must lie in [0, 1], got NaN');
    expect(() => batchNorm({ epsilon: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batchNorm: epsilon must be a finite number >= 0, got -1]`,
    );
  });

  it('names the layer where the axis is none of an example', () => {
    expect(() =>
      sequential({ input: [4, 3] }, dense(3), batchNorm({ axis: 3 })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: batchNorm: axis 3 is outside a tensor of rank 3: axes go from -3 to 2
        in sequential: layers[1] batchNorm()]
    `);
    expect(() => sequential({ input: [3] }, batchNorm({ axis: -2 }))).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: batchNorm: axis -2 is the batch
        fix: choose an axis from 1 on, or −1 for the last
        in sequential: layers[0] batchNorm()]
    `);
  });

  it('has rows in the summary, and its averages are not trainable', () => {
    using net = sequential({ input: [4, 3] }, batchNorm(), batchNorm({ scale: false }));
    expect(net.summary()).toMatchInlineSnapshot(`
      "┌─────────────────────────┬──────────────┬─────────┐
      │ Layer (type)            │ Output Shape │ Param # │
      ├─────────────────────────┼──────────────┼─────────┤
      │ batchNorm (batchNorm)   │ (None, 4, 3) │      12 │
      │ batchNorm_1 (batchNorm) │ (None, 4, 3) │       9 │
      └─────────────────────────┴──────────────┴─────────┘
      Total params: 21 (84.00 B)
      Trainable params: 9 (36.00 B)
      Non-trainable params: 12 (48.00 B)"
    `);
    expect(net.layers[1]?.config).toEqual({ scale: false });
  });
});
