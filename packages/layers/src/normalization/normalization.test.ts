import { scope, tensor } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { type AdaptationData, groupNorm, layerNorm, normalization, sequential } from '../index.js';

/** Batches of a list of examples with two features each. */
function batchesOf(...batches: readonly (readonly number[])[]): AdaptationData {
  return {
    async *batches() {
      for (const values of batches) yield { x: { values, shape: [values.length / 2, 2] } };
    },
  };
}

describe('layerNorm', () => {
  it('refuses axes that are none of an example', () => {
    expect(() => layerNorm({ axis: [] })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: layerNorm: axis is an empty list
        fix: name one axis at least: axis: [-1]]
    `);
    expect(() => layerNorm({ epsilon: Number.NaN })).toThrow(
      'layerNorm: epsilon must be a finite number >= 0, got NaN',
    );
    expect(() =>
      sequential({ input: [4, 3] }, layerNorm({ axis: [1, -2] })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: layerNorm: axes [1, 1] name an axis twice
        in sequential: layers[0] layerNorm()]
    `);
    expect(() =>
      sequential({ input: [4, 3] }, layerNorm({ axis: [0, 1] })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: layerNorm: axis 0 is the batch
        fix: choose an axis from 1 on, or −1 for the last
        in sequential: layers[0] layerNorm()]
    `);
    expect(() => sequential({ input: [4, 3] }, layerNorm({ axis: 3 }))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: layerNorm: axis 3 is outside a tensor of rank 3: axes go from -3 to 2
        in sequential: layers[0] layerNorm()]
    `);
  });
});

describe('groupNorm', () => {
  it('refuses groups that the channels do not fall into', () => {
    expect(() => groupNorm({ groups: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: groupNorm: groups must be a whole number >= 1, got 0]`,
    );
    expect(() =>
      sequential({ input: [8, 8, 48] as readonly number[] }, groupNorm()),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: groupNorm: 48 channels of [8, 8, 48] do not fall into 32 groups
        fix: use a divisor of 48: groups: 24
        in sequential: layers[0] groupNorm(32)]
    `);
    expect(() =>
      sequential(
        { input: [4, 3] as readonly number[] },
        groupNorm({ groups: 2, axis: 1 }),
        groupNorm({ groups: 4 }),
      ),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: groupNorm: 3 channels of [4, 3] do not fall into 4 groups
        fix: use a divisor of 3: groups: 3
        in sequential: layers[1] groupNorm(4)]
    `);
  });

  it('shows its groups in the summary', () => {
    using net = sequential({ input: [4, 6] }, groupNorm({ groups: 3, center: false }));
    expect(net.layers[0]?.label).toBe('groupNorm(3)');
    expect(net.summary()).toContain('│ groupNorm (groupNorm) │ (None, 4, 6) │       6 │');
  });
});

describe('normalization', () => {
  const expected = [
    [2, 20],
    [8 / 3, 800 / 3],
  ];

  it('adapts to batches of any size as to all examples at once', async () => {
    for (const data of [batchesOf([0, 0], [2, 20, 4, 40]), batchesOf([0, 0, 2, 20, 4, 40])]) {
      const layer = normalization();
      await layer.adapt(data);
      using net = sequential({ input: [2] }, layer);
      expectClose(
        net.parameters.flatMap(({ value }) => [...value.dataSync()]),
        expected.flat(),
      );
      expect(net.trainableParameters).toEqual([]);
    }
  });

  it('adapts anew inside a model, whose predictions follow', async () => {
    const layer = normalization();
    using net = sequential({ input: [2] }, layer);
    const x = () => tensor([[4, 40]] as const);
    expect(scope(() => net.predict(x()).arraySync())).toEqual([[4, 40]]);
    await layer.adapt(batchesOf([0, 0], [2, 20, 4, 40]));
    expectClose(
      scope(() => net.predict(x()).dataSync()),
      [Math.sqrt(1.5), Math.sqrt(1.5)],
    );
    await layer.adapt(batchesOf([4, 40], [4, 40]));
    expect(scope(() => net.predict(x()).arraySync())).toEqual([[0, 0]]);
  });

  it('is exact where the mean is large', async () => {
    const layer = normalization({ axis: null });
    await layer.adapt(batchesOf([1e6, 1e6 + 1], [1e6 + 2, 1e6 + 3]));
    using net = sequential({ input: [2] }, layer);
    expect(net.parameters.map(({ value }) => value.item())).toEqual([1_000_001.5, 1.25]);
  });

  it('that did not adapt is what it was', async () => {
    const layer = normalization();
    using net = sequential({ input: [2] }, layer);
    await layer.adapt(batchesOf([0, 0], [2, 20, 4, 40]));
    const refusals = [
      batchesOf(),
      batchesOf([1, Number.NaN]),
      {
        async *batches() {
          yield { x: { values: [1, 2, 3], shape: [1, 3] } };
        },
      },
      {
        async *batches() {
          yield* [
            [1, 2],
            [1, 1],
          ].map((shape) => ({ x: { values: [1, 1].slice(0, shape[1]), shape } }));
        },
      },
      tensor([1, 2, 3]),
      'data' as never,
    ];
    const messages: string[] = [];
    for (const data of refusals) {
      messages.push(
        await layer.adapt(data as AdaptationData).then(
          () => 'adapted',
          (error) => String(error),
        ),
      );
    }
    expect(messages).toMatchInlineSnapshot(`
      [
        "DataError: normalization: there is nothing to adapt to: the data is empty",
        "DataError: normalization: the data holds a value that is not finite
        fix: leave such examples out, or put a number in its place",
        "ShapeError: normalization: means of the data are [3], those of the input [2]
        fix: adapt to examples of the shape of the input",
        "ShapeError: normalization: a batch has examples [1], those before are [2]",
        "ValueError: normalization: axis -1 is the batch
        fix: choose an axis from 1 on, or −1 for the last",
        "ValueError: normalization: adapts to a dataset or a tensor [batch, ...], got 'data'
        fix: for arrays: adapt(tensor(values))",
      ]
    `);
    expectClose(
      net.parameters.flatMap(({ value }) => [...value.dataSync()]),
      expected.flat(),
    );
    for (const data of refusals) (data as Partial<Disposable>)[Symbol.dispose]?.();
  });

  it('refuses numbers that do not fit', async () => {
    expect(() => normalization({ mean: 1 })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: normalization: mean and variance go together, got one of them
        fix: give both, or neither and adapt to the data]
    `);
    expect(() => normalization({ mean: 1, variance: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: normalization: variance must be a finite number >= 0 or a list of them, got -1]`,
    );
    expect(() => normalization({ mean: [1, Number.NaN], variance: 1 })).toThrow(
      'normalization: mean must be',
    );
    expect(() =>
      sequential({ input: [2] }, normalization({ mean: [1, 2, 3], variance: 1 })),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: normalization: mean has 3 numbers, the axes [2] have 2
        fix: give one number, or one for each
        in sequential: layers[0] normalization()]
    `);
    await expect(
      normalization({ mean: 1, variance: 1 }).adapt(batchesOf([1, 2])),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: normalization: mean and variance are given, there is nothing to adapt
        fix: leave them out: normalization()]
    `);
    const layer = normalization();
    await layer.adapt(batchesOf([1, 2]));
    expect(() => sequential({ input: [3] }, layer)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: normalization: means of the data are [2], those of the input [3]
        fix: adapt to examples of the shape of the input
        in sequential: layers[0] normalization()]
    `);
  });

  it('F37: a variance of −1e-9 counts as 0, and divides by 1e-7', () => {
    using net = sequential({ input: [1] }, normalization());
    scope(() => {
      net.parameters[1]?.assign(tensor([-1e-9]));
      expectClose(net.call(tensor([[2e-7]])).dataSync(), [2]);
    });
  });
});
