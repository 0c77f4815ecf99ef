import { describe, expect, it } from 'vitest';
import { fromArrays } from '../from-arrays.js';
import { collectBatches, targetsOf } from './counting-stream.js';
import type { ExampleData } from './example.js';
import { fromGenerator, type StreamForm } from './from-generator.js';
import { fromIterable } from './from-iterable.js';
import { mapBatches } from './map-batches.js';
import { mapExamples } from './map-examples.js';
import { zipExamples } from './zip-examples.js';

const walk = (examples: Iterable<ExampleData>, form: StreamForm) =>
  collectBatches(fromIterable(examples, form), { batchSize: 2 });

describe('fromGenerator', () => {
  it('takes numbers, nested arrays and typed arrays', async () => {
    const [batch] = await walk(
      [
        {
          x: [
            [1, 2],
            [3, 4],
          ],
          y: Int32Array.of(1),
          weight: 2,
        },
        { x: Float64Array.of(5, 6, 7, 8), y: Uint8Array.of(0) },
      ],
      { inputShape: [2, 2], targetShape: [] },
    );
    expect(batch).toEqual({
      x: { values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 2] },
      y: { values: Int32Array.of(1, 0), shape: [2] },
      weights: { values: Float32Array.of(2, 1), shape: [2] },
      size: 2,
    });
    expect((await walk([{ x: 3 }], { inputShape: [] }))[0]).toMatchObject({
      x: { shape: [1] },
      y: { shape: [1, 0] },
    });
  });

  it('F42: names an example of another shape or kind', async () => {
    const form = { inputShape: [2], targetShape: [], targetDtype: 'int32' } as const;
    const good = { x: [1, 2], y: 0 };
    await expect(
      walk([good, good, { x: [1, 2, 3], y: 0 }], form),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromGenerator: example 2: x is [3], the dataset has [2] each
        fix: say the shape of one example where the dataset is made, or mend the example]
    `);
    await expect(
      walk([good, { x: Float32Array.of(1), y: 0 }], form),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromGenerator: example 1: x is a flat array of 1, the dataset has [2] each
        fix: say the shape of one example where the dataset is made, or mend the example]
    `);
    await expect(walk([good, { x: [1, 2], y: 0.5 }], form)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromGenerator: example 1: y holds 0.5, expected whole numbers
        fix: leave 'int32' to class indices, and give all examples the same kind of array]
    `);
    await expect(walk([{ ...good, weight: -1 }], form)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[DataError: fromGenerator: example 0: weight must be a finite number >= 0, got -1]`,
    );
    await expect(walk([{ x: [1, 2] }], form)).rejects.toThrow('example 0: y is [0], the dataset has [] each');
  });

  it('holds the generator to its length', async () => {
    const form = { inputShape: [], length: 3 };
    await expect(walk([{ x: 1 }], form)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromGenerator: length is 3, the generator yielded only 1 examples
        fix: leave length out when the number is not known ahead]
    `);
    await expect(
      walk(
        [1, 2, 3, 4].map((x) => ({ x })),
        form,
      ),
    ).rejects.toThrow('yielded more than 3 examples');
  });

  it('tells the generator the order', async () => {
    const data = fromGenerator(({ order }) => [{ x: order?.epoch ?? -1, y: order?.epoch ?? -1 }], {
      inputShape: [],
      targetShape: [],
    });
    expect(await targetsOf(data, { seed: 1, epoch: 6 })).toEqual([6]);
    expect(await targetsOf(data)).toEqual([-1]);
  });
});

describe('fromIterable', () => {
  it('walks through arrays as often as asked, and says when an iterable is used up', async () => {
    const form = { inputShape: [], targetShape: [] };
    const again = fromIterable([{ x: 1, y: 2 }], form);
    expect([await targetsOf(again), await targetsOf(again)]).toEqual([[2], [2]]);
    function* once() {
      yield { x: 1, y: 2 };
    }
    const data = fromIterable(once(), form);
    expect(await targetsOf(data)).toEqual([2]);
    await expect(targetsOf(data)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromIterable: this iterable can be walked through only once, and was
        fix: make it anew for every walk: fromGenerator(() => …)]
    `);
  });
});

describe('mapBatches and mapExamples', () => {
  const data = fromIterable([{ x: [1, 2], y: [3] }], { inputShape: [2], targetShape: [1] });

  it('change shapes where they are told so', async () => {
    const mapped = mapExamples(data, ({ x }) => ({ x: [[x[0] as number], [x[1] as number]], y: 7 }), {
      inputShape: [2, 1],
      targetShape: [],
      targetDtype: 'int32',
    });
    expect([mapped.inputShape, mapped.targetShape]).toEqual([[2, 1], []]);
    expect((await collectBatches(mapped, { batchSize: 1 }))[0]).toMatchObject({
      x: { shape: [1, 2, 1] },
      y: { values: Int32Array.of(7), shape: [1] },
    });
  });

  it('refuse results of other shapes', async () => {
    const short = mapBatches(data, ({ x, ...rest }) => ({ ...rest, x: { values: x.values, shape: [2, 1] } }));
    await expect(targetsOf(short)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: mapBatches: batch 0: inputs came back as [2, 1], expected [1, 2]
        fix: say the new shape of one example: mapBatches(data, map, { inputShape, targetShape })]
    `);
    await expect(
      targetsOf(mapExamples(data, ({ x }) => ({ x }))),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: mapExamples: example 0: y is [0], the dataset has [1] each
        fix: say the shape of one example where the dataset is made, or mend the example]
    `);
  });
});

describe('zipExamples', () => {
  it('ends with the shorter, and pairs what belongs together', async () => {
    const of = (values: number[]) =>
      fromIterable(
        values.map((x) => ({ x: [x] })),
        { inputShape: [1] },
      );
    const pairs = zipExamples(of([1, 2, 3, 4, 5, 6, 7]), of([10, 20, 30, 40, 50, 60]));
    expect(await targetsOf(pairs, { seed: 1, epoch: 0 })).toEqual([10, 20, 30, 40, 50, 60]);
    expect(await targetsOf(zipExamples(of([1, 2, 3]), of([10, 20, 30, 40, 50])))).toEqual([10, 20, 30]);
  });

  it('keeps pairs in a shuffled walk, of arrays of unequal length too', async () => {
    const of = (count: number) =>
      fromArrays({ x: Float32Array.from({ length: count }, (_, i) => i), y: new Float32Array(count) });
    for (const others of [9, 7]) {
      const pairs = await collectBatches(zipExamples(of(9), of(others)), {
        batchSize: 4,
        order: { seed: 1, epoch: 0 },
      });
      for (const { x, y } of pairs) expect(y.values).toEqual(x.values);
      const order = pairs.flatMap(({ x }) => [...x.values]);
      if (others === 9) expect(order).not.toEqual([...order].sort((a, b) => a - b));
    }
  });
});
