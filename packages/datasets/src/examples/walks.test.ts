import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.js';
import { cacheExamples } from './cache-examples.js';
import { collectBatches, countingStream, targetsOf } from './counting-stream.js';
import { filterExamples } from './filter-examples.js';
import { fromGenerator } from './from-generator.js';
import { mapBatches } from './map-batches.js';
import { mapExamples } from './map-examples.js';
import { prefetchBatches } from './prefetch-batches.js';
import { repeatExamples } from './repeat-examples.js';
import { shuffleExamples } from './shuffle-examples.js';
import { skipExamples } from './skip-examples.js';
import { splitExamples } from './split-examples.js';
import { takeExamples } from './take-examples.js';
import { zipExamples } from './zip-examples.js';

/** Everything that makes a dataset of another, with an example of its use. */
const operations: readonly (readonly [string, (data: Dataset) => Dataset])[] = [
  ['fromGenerator', (data) => data],
  [
    'mapBatches',
    (data) =>
      mapBatches(data, ({ x, y, size }) => ({ x: { ...x, values: x.values.map((v) => 2 * v) }, y, size })),
  ],
  ['mapExamples', (data) => mapExamples(data, async ({ x, y }) => ({ x: x.map((v) => v + 1), y }))],
  ['filterExamples', (data) => filterExamples(data, async ({ y }) => (y[0] as number) % 3 !== 1)],
  ['shuffleExamples', (data) => shuffleExamples(data, { buffer: 5 })],
  ['takeExamples', (data) => takeExamples(data, 17)],
  ['skipExamples', (data) => skipExamples(data, 5)],
  ['repeatExamples', (data) => repeatExamples(data, 3)],
  ['cacheExamples', (data) => cacheExamples(data)],
  ['prefetchBatches', (data) => prefetchBatches(data, 2)],
  ['splitExamples, first', (data) => splitExamples(data, 0.5)[0]],
  [
    'splitExamples, second',
    (data) => splitExamples(data, 0.5, { groupBy: ({ y }) => (y[0] as number) % 7 })[1],
  ],
  ['zipExamples', (data) => zipExamples(data, data)],
  [
    'a chain',
    (data) =>
      prefetchBatches(
        shuffleExamples(
          filterExamples(repeatExamples(data, 2), ({ y }) => y[0] !== 3),
          { buffer: 8 },
        ),
      ),
  ],
];

describe.each(operations)('%s', (_, apply) => {
  const walks = [undefined, { seed: 3, epoch: 2 }].flatMap((order) =>
    [undefined, 23].map((length) => ({ order, length })),
  );
  it.each(walks)(
    'goes on from any start with the same batches: order $order, length $length',
    async ({ order, length }) => {
      const make = () => apply(countingStream(23, { length }).data);
      const all = await collectBatches(make(), { batchSize: 4, order });
      expect(all.length).toBeGreaterThan(1);
      for (const { size, x, y } of all.slice(0, -1)) {
        expect([size, x.shape[0], y.shape[0]]).toEqual([4, 4, 4]);
      }
      for (let start = 0; start <= all.length + 1; start++)
        expect(await collectBatches(make(), { batchSize: 4, order, start })).toEqual(all.slice(start));
    },
  );

  it('has as many examples as its length says, and batches of its shapes', async () => {
    const made = apply(countingStream(23, { length: 23 }).data);
    const batches = await collectBatches(made, { batchSize: 4 });
    const count = batches.reduce((sum, { size }) => sum + size, 0);
    if (made.length !== undefined) expect(count).toBe(made.length);
    for (const { x, y, size } of batches) {
      expect([x.shape, y.shape]).toEqual([
        [size, ...made.inputShape],
        [size, ...made.targetShape],
      ]);
    }
    expect(apply(countingStream(23).data).length).toBeUndefined();
  });

  it('closes what is behind it when it is left early, when it ends and when it fails', async () => {
    const source = countingStream(200);
    const made = apply(source.data);
    for await (const batch of made.batches({ batchSize: 4, order: { seed: 1, epoch: 0 } })) {
      expect(batch.size).toBe(4);
      break;
    }
    expect(source.open).toBe(0);
    await collectBatches(made, { batchSize: 4 });
    expect(source.open).toBe(0);
    const failing = countingStream(200, { length: 10 });
    await expect(collectBatches(apply(failing.data), { batchSize: 4 })).rejects.toThrow(
      'fromGenerator: length is 10, the generator yielded more than 10',
    );
    expect(failing.open).toBe(0);
  });

  it('F42: passes on what a generator throws', async () => {
    const failing = fromGenerator(
      function* () {
        for (let i = 0; i < 9; i++) yield { x: [i, i], y: i };
        throw new Error('the disk is gone');
      },
      { inputShape: [2], targetShape: [], targetDtype: 'int32' },
    );
    await expect(collectBatches(apply(failing), { batchSize: 4 })).rejects.toThrow('the disk is gone');
  });

  it('F44: an abort ends it with the signal’s reason and closes what is behind', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let [yielded, isClosed] = [0, false];
    const source = fromGenerator(
      function* () {
        try {
          for (; ; yielded++) {
            if (yielded === 10) controller.abort(new Error('enough'));
            yield { x: [yielded, 0], y: yielded };
          }
        } finally {
          isClosed = true;
        }
      },
      { inputShape: [2], targetShape: [], targetDtype: 'int32' },
    );
    const walk = collectBatches(apply(source), { batchSize: 4, order: { seed: 1, epoch: 0 }, signal });
    await expect(walk).rejects.toThrow('enough');
    expect([yielded, isClosed]).toEqual([10, true]);
  });

  it.each([0, 1.5])('F4: a batch size of %s is refused', async (batchSize) => {
    await expect(collectBatches(apply(countingStream(5).data), { batchSize })).rejects.toMatchObject({
      code: 'E_VALUE',
    });
  });
});

describe('operations on arrays and streams', () => {
  it('take the targets that they should', async () => {
    const { data } = countingStream(10);
    expect(await targetsOf(takeExamples(data, 3))).toEqual([0, 1, 2]);
    expect(await targetsOf(skipExamples(data, 7))).toEqual([7, 8, 9]);
    expect(await targetsOf(filterExamples(data, ({ y }) => (y[0] as number) % 2 === 1))).toEqual([
      1, 3, 5, 7, 9,
    ]);
    expect(await targetsOf(repeatExamples(takeExamples(data, 2), 3))).toEqual([0, 1, 0, 1, 0, 1]);
  });
});

it('splitExamples refuses an example without a group, and names it', async () => {
  const { data } = countingStream(20);
  const [first] = splitExamples(data, 0.5, { groupBy: ({ y }) => (y[0] === 7 ? undefined : 'all') });
  await expect(targetsOf(first)).rejects.toMatchObject({
    name: 'DataError',
    problem: 'splitExamples: groupBy gives no group for example 7',
  });
});
