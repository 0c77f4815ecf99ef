import { currentBackend } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArrayDataset } from './array-dataset.js';
import type { Batch, BatchOptions } from './dataset.js';
import { fromArrays } from './from-arrays.js';

/** `n` examples: input [i, -i], target i. */
function counting(n: number): ArrayDataset {
  return fromArrays({
    x: Array.from({ length: n }, (_, i) => [i, -i]),
    y: Int32Array.from({ length: n }, (_, i) => i),
  });
}

async function collect(data: ArrayDataset, options: BatchOptions): Promise<Batch[]> {
  const batches = [];
  for await (const batch of data.batches(options)) batches.push(batch);
  return batches;
}

/** The targets in the order in which they come. */
async function targets(data: ArrayDataset, order?: BatchOptions['order']): Promise<number[]> {
  return (await collect(data, { batchSize: 7, order })).flatMap(({ y }) => [...y.values]);
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

describe('batches', () => {
  it('come in order, the last one smaller', async () => {
    const batches = await collect(counting(5), { batchSize: 2 });
    expect(batches.map(({ size }) => size)).toEqual([2, 2, 1]);
    expect(batches[1]).toEqual({
      x: { values: Float32Array.of(2, -2, 3, -3), shape: [2, 2] },
      y: { values: Int32Array.of(2, 3), shape: [2] },
      size: 2,
    });
    expect(batches[2]).toEqual({
      x: { values: Float32Array.of(4, -4), shape: [1, 2] },
      y: { values: Int32Array.of(4), shape: [1] },
      size: 1,
    });
  });

  it('F41: a batch larger than the data holds all of it', async () => {
    const batches = await collect(counting(3), { batchSize: 100, order: { seed: 1, epoch: 0 } });
    expect(batches.map(({ size }) => size)).toEqual([3]);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 31])('F4: a batch size of %s is refused', async (batchSize) => {
    await expect(collect(counting(3), { batchSize })).rejects.toMatchObject({ code: 'E_VALUE' });
  });

  it('the messages about sizes, starts and epochs name what is wrong', async () => {
    const data = counting(3);
    await expect(collect(data, { batchSize: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batches: batchSize must be a whole number >= 1, got 0]`,
    );
    await expect(collect(data, { batchSize: 2 ** 31 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batches: batchSize must be a whole number from 1 to 2147483647, got 2147483648]`,
    );
    await expect(collect(data, { batchSize: 1, start: -1 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batches: start must be a whole number >= 0, got -1]`,
    );
    await expect(
      collect(data, { batchSize: 1, order: { seed: 1, epoch: -1 } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batches: epoch must be a whole number >= 0, got -1]`,
    );
    await expect(
      collect(data, { batchSize: 1, order: { seed: 0.5, epoch: 0 } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: batches: seed must be a whole number >= 0, got 0.5]`,
    );
  });

  it('are copies: writing to one changes nothing', async () => {
    const data = counting(2);
    for (const { x } of await collect(data, { batchSize: 2 })) x.values.fill(9);
    expect((await collect(data, { batchSize: 2 }))[0]?.x.values).toEqual(Float32Array.of(0, -0, 1, -1));
  });

  it('start where an earlier walk stopped, with the same examples', async () => {
    const data = counting(23);
    for (const order of [undefined, { seed: 5, epoch: 3 }]) {
      const all = await collect(data, { batchSize: 4, order });
      for (const start of [0, 1, 5, 6])
        expect(await collect(data, { batchSize: 4, order, start })).toEqual(all.slice(start));
    }
  });

  it('can be left early', async () => {
    for await (const { y } of counting(10).batches({ batchSize: 4 })) {
      expect([...y.values]).toEqual([0, 1, 2, 3]);
      break;
    }
  });
});

describe('a shuffled walk', () => {
  it('meets each example exactly once, input and target together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 70 }),
        fc.maxSafeNat(),
        fc.nat(1000),
        async (n, batchSize, seed, epoch) => {
          const batches = await collect(counting(n), { batchSize, order: { seed, epoch } });
          expect(ascending(batches.flatMap(({ y }) => [...y.values]))).toEqual(upTo(n));
          for (const { x, y } of batches)
            expect([...x.values]).toEqual([...y.values].flatMap((i) => [i, -i]));
        },
      ),
    );
  });

  it('takes the same order for the same seed and epoch, for ever', async () => {
    const order = { seed: 42, epoch: 7 };
    expect(await targets(counting(12), order)).toEqual(await targets(counting(12), order));
    expect((await targets(counting(12), order)).join(' ')).toMatchInlineSnapshot(
      `"3 5 7 10 8 0 2 11 9 1 6 4"`,
    );
  });

  it('takes another order for another epoch, and for another seed', async () => {
    const orders = [
      { seed: 42, epoch: 7 },
      { seed: 42, epoch: 8 },
      { seed: 43, epoch: 7 },
    ];
    const walks = await Promise.all(orders.map((order) => targets(counting(50), order)));
    expect(new Set(walks.map(String)).size).toBe(3);
    expect(walks.map(String)).not.toContain(String(upTo(50)));
  });

  it('puts every example first about as often', async () => {
    const counts = new Array(5).fill(0);
    for (let epoch = 0; epoch < 1000; epoch++) {
      for await (const { y } of counting(5).batches({ batchSize: 1, order: { seed: 3, epoch } })) {
        counts[y.values[0] as number]++;
        break;
      }
    }
    // 200 expected, standard deviation 12.6.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });

  it('F47: leaves nothing on the device', async () => {
    const before = currentBackend().memory().buffers;
    for (let epoch = 0; epoch < 20; epoch++) await targets(counting(5), { seed: 1, epoch });
    expect(currentBackend().memory().buffers).toBe(before);
  });
});

describe('take and skip', () => {
  it('share out the examples in order', async () => {
    const data = counting(5);
    expect(await targets(data.take(2))).toEqual([0, 1]);
    expect(await targets(data.skip(2))).toEqual([2, 3, 4]);
    expect(await targets(data.skip(1).take(3).skip(1))).toEqual([2, 3]);
    expect(data.take(2)).toMatchObject({ length: 2, inputShape: [2], targetShape: [] });
  });

  it('go no further than the data', async () => {
    expect(counting(5).take(9).length).toBe(5);
    expect(counting(5).skip(9).length).toBe(0);
    expect(await collect(counting(5).take(0), { batchSize: 2 })).toEqual([]);
  });

  it('keep the names of the classes', () => {
    const data = fromArrays({ x: [[1], [2]], y: Int32Array.of(0, 1), classNames: ['cat', 'dog'] });
    expect(data.take(1).classNames).toEqual(['cat', 'dog']);
    expect(data.split(0.5)[1].classNames).toEqual(['cat', 'dog']);
  });

  it('refuse a count that is no whole number >= 0', () => {
    expect(() => counting(5).take(-1)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: take: count must be a whole number >= 0, got -1]`,
    );
    expect(() => counting(5).skip(1.5)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: skip: count must be a whole number >= 0, got 1.5]`,
    );
  });
});

describe('split', () => {
  it('puts every example on one side, in the ratio asked for', async () => {
    const [first, second] = counting(20).split(0.75);
    expect([first.length, second.length]).toEqual([15, 5]);
    expect(counting(10).split(0.68)[0].length).toBe(7);
    expect(ascending([...(await targets(first)), ...(await targets(second))])).toEqual(upTo(20));
  });

  it('is drawn at random, and the same for the same seed', async () => {
    const firsts = await Promise.all(
      [0, 0, 1].map(async (seed) => String(await targets(counting(40).split(0.5, { seed })[0]))),
    );
    expect(firsts[0]).toBe(firsts[1]);
    expect(firsts[0]).not.toBe(firsts[2]);
    expect(firsts).not.toContain(String(upTo(20)));
  });

  it('of a part stays within the part', async () => {
    const [first, second] = counting(20).skip(10).split(0.5);
    expect(ascending([...(await targets(first)), ...(await targets(second))])).toEqual(
      upTo(10).map((i) => i + 10),
    );
  });

  it('cuts classes of few examples so that the shares of all are right, by the seed', () => {
    const y = Int32Array.from({ length: 400 }, (_, i) => i % 100);
    const data = fromArrays({ x: Float32Array.from(y), y });
    const cut = (fraction: number, seed = 0) => {
      const [first, second] = data.split(fraction, { stratified: true, seed });
      const counts = Array.from(
        { length: 100 },
        (_, label) => first.labels?.filter((each) => each === label).length,
      );
      return { sizes: [first.length, second.length], counts, kinds: [...new Set(counts)].sort() };
    };
    // By rounding in each class, none and all of them.
    expect(cut(0.1)).toMatchObject({ sizes: [40, 360], kinds: [0, 1] });
    expect(cut(0.125)).toMatchObject({ sizes: [50, 350], kinds: [0, 1] });
    expect(cut(0.9)).toMatchObject({ sizes: [360, 40], kinds: [3, 4] });
    expect(cut(0.75)).toMatchObject({ sizes: [300, 100], kinds: [3] });
    expect(cut(0.1, 7).counts).toEqual(cut(0.1, 7).counts);
    expect(cut(0.1, 7).counts).not.toEqual(cut(0.1, 8).counts);
  });

  it('gives what is left of classes to those that lack most', () => {
    // Of 15, 4 and 1 a tenth is 1.5, 0.4 and 0.1: of 2 examples the first class gives both.
    const y = Int32Array.from({ length: 20 }, (_, i) => (i < 15 ? 0 : i < 19 ? 1 : 2));
    const [first] = fromArrays({ x: Float32Array.from(y), y }).split(0.1, { stratified: true });
    expect([...(first.labels ?? [])]).toEqual([0, 0]);
  });

  it('keeps the share of every class when stratified', async () => {
    const labels = [...new Array(60).fill(0), ...new Array(30).fill(1), ...new Array(10).fill(7)];
    const data = fromArrays({ x: labels.map((_, i) => [i]), y: Int32Array.from(labels) });
    const [first, second] = data.split(0.8, { stratified: true });
    const shares = async (part: ArrayDataset) => {
      const found = await targets(part);
      return [0, 1, 7].map((label) => found.filter((y) => y === label).length);
    };
    expect(await shares(first)).toEqual([48, 24, 8]);
    expect(await shares(second)).toEqual([12, 6, 2]);
    const [half] = data.skip(50).split(0.5, { stratified: true });
    expect(await shares(half)).toEqual([5, 15, 5]);
  });

  it('refuses a fraction outside (0, 1)', () => {
    for (const fraction of [0, 1, -0.5, Number.NaN])
      expect(() => counting(5).split(fraction)).toThrow('must lie in (0, 1)');
    expect(() => counting(5).split(80)).toThrowErrorMatchingInlineSnapshot(
      `
      [ValueError: split: fraction must lie in (0, 1), got 80
        fix: give the share of the first part, such as 0.8]
    `,
    );
  });

  it('refuses to stratify by anything but class indices', () => {
    const options = { stratified: true };
    const x = [[1], [2]];
    expect(() => fromArrays({ x, y: [0, 1] }).split(0.5, options)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: split: stratified needs one class index per example, the targets are float32 of shape []
        fix: give y as an Int32Array of class indices]
    `);
    const wide = fromArrays({ x, y: Int32Array.of(0, 1, 1, 0), targetShape: [2] });
    expect(() => wide.split(0.5, options)).toThrow('the targets are int32 of shape [2]');
  });
});

it.each([-1, 3])('place %i of 3 examples cannot be picked', (place) => {
  const data = fromArrays({ x: [[0], [1], [2]], y: [[0], [1], [2]] });
  expect(() => data.pick(Int32Array.of(0, place))).toThrow(
    expect.objectContaining({
      name: 'ShapeError',
      code: 'E_INDEX',
      problem: `pick: places[1] is ${place}, the dataset has 3 examples`,
    }),
  );
  expect(() => data.pick([0] as never)).toThrow('pick: places must be an Int32Array, got ');
});
