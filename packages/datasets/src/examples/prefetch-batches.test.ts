import { describe, expect, it } from 'vitest';
import { countingStream } from './counting-stream.js';
import { mapBatches } from './map-batches.js';
import { prefetchBatches } from './prefetch-batches.js';

/** Lets everything run that does not wait for time. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('prefetchBatches', () => {
  it('makes as many batches ahead as asked for, and no more', async () => {
    const source = countingStream(100);
    const walk = prefetchBatches(source.data, 3).batches({ batchSize: 2 })[Symbol.asyncIterator]();
    await walk.next();
    await settled();
    expect(source.yielded).toBe(8);
    await walk.next();
    await settled();
    expect(source.yielded).toBe(10);
    await walk.return?.();
    await settled();
    expect([source.yielded, source.open]).toEqual([10, 0]);
  });

  it('asks for nothing more when it is left while batches are still being made', async () => {
    const source = countingStream(100);
    const slow = mapBatches(source.data, async (batch) => {
      await settled();
      return batch;
    });
    for await (const { size } of prefetchBatches(slow, 6).batches({ batchSize: 2 })) {
      expect(size).toBe(2);
      break;
    }
    expect(source.yielded).toBeLessThanOrEqual(4);
    expect(source.open).toBe(0);
  });

  it('tells a failure when its batch is due, not before', async () => {
    const failing = mapBatches(countingStream(100).data, (batch, { index }) => {
      if (index === 2) throw new Error('batch 2 is bad');
      return batch;
    });
    const walk = prefetchBatches(failing, 5).batches({ batchSize: 2 })[Symbol.asyncIterator]();
    expect((await walk.next()).value.y.values).toEqual(Int32Array.of(0, 1));
    await settled();
    expect((await walk.next()).value.y.values).toEqual(Int32Array.of(2, 3));
    await expect(walk.next()).rejects.toThrow('batch 2 is bad');
    expect((await walk.next()).done).toBe(true);
  });

  it('asks for one batch at a time, however many it may hold, and refuses to hold all that there is', async () => {
    let count = 0;
    const data = mapBatches(countingStream(3000).data, async (batch) => {
      count++;
      await settled();
      return batch;
    });
    const walk = prefetchBatches(data, 1024).batches({ batchSize: 1 })[Symbol.asyncIterator]();
    await walk.next();
    expect(count).toBeLessThanOrEqual(2);
    await walk.return?.();
    expect(count).toBeLessThanOrEqual(3);
    for (const many of [1025, 1e9]) {
      expect(() => prefetchBatches(data, many)).toThrow(
        `prefetchBatches: count must be a whole number from 1 to 1024, got ${many}`,
      );
    }
  });

  it('never asks an iterator that is still answering', async () => {
    let [running, most] = [0, 0];
    const data = mapBatches(countingStream(20).data, async (batch) => {
      most = Math.max(most, ++running);
      await settled();
      running--;
      return batch;
    });
    let count = 0;
    for await (const { size } of prefetchBatches(data, 4).batches({ batchSize: 2 })) count += size;
    expect([count, most]).toEqual([20, 1]);
  });
});
