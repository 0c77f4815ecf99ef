import { Rng } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { ArrayDataset } from '../array-dataset.js';
import { fromArrays } from '../from-arrays.js';
import { cacheExamples } from './cache-examples.js';
import { collectExamples } from './collect-examples.js';
import { CompactValues } from './compact-values.js';
import { collectBatches, countingStream, targetsOf } from './counting-stream.js';
import { fromIterable } from './from-iterable.js';
import { mapBatches } from './map-batches.js';

describe('collectExamples', () => {
  it('keeps every value, weights and class names included', async () => {
    const rng = new Rng(1);
    const examples = Array.from({ length: 150 }, (_, i) => ({
      x: [...rng.normalArray(3)],
      y: i % 4,
      ...(i > 70 && { weight: i / 10 }),
    }));
    const stream = fromIterable(examples, {
      inputShape: [3],
      targetShape: [],
      targetDtype: 'int32',
      classNames: ['a', 'b', 'c', 'd'],
    });
    const held = await collectExamples(stream);
    expect(held).toBeInstanceOf(ArrayDataset);
    expect([held.length, held.classNames]).toEqual([150, ['a', 'b', 'c', 'd']]);
    const [all] = await collectBatches(held, { batchSize: 150 });
    expect([...(all?.x.values ?? [])]).toEqual([...Float32Array.from(examples.flatMap(({ x }) => x))]);
    expect([...(all?.weights?.values ?? [])]).toEqual([
      ...Float32Array.from(examples, ({ weight = 1 }) => weight),
    ]);
  });

  it('F63: stops as soon as it is clear that the bytes do not suffice', async () => {
    const known = countingStream(100_000, { length: 100_000 });
    await expect(collectExamples(known.data, { bytes: 10_000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
    expect(known.yielded).toBeLessThanOrEqual(64);
    const unknown = countingStream(100_000);
    await expect(
      collectExamples(unknown.data, { bytes: 10_000 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: collectExamples: the examples so far take 10.5 KiB, more than the 9.8 KiB allowed
        fix: raise bytes, keep fewer or smaller examples, or leave them a stream: shuffleExamples mixes those]
    `);
    expect(unknown.yielded).toBeLessThan(2000);
  });

  it('F41: refuses data without examples', async () => {
    await expect(collectExamples(countingStream(0).data)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[DataError: collectExamples: the data is empty: no batch came]`,
    );
  });
});

describe('CompactValues', () => {
  const pictures = Float32Array.from({ length: 256 }, (_, byte) => byte * (1 / 255));
  const bits = Float32Array.of(0, 1, 1, 0);
  it.each([
    { name: 'pictures from 0 to 1', batches: [pictures, pictures], perValue: 1 },
    { name: 'whole numbers to 255', batches: [Float32Array.of(0, 7, 255)], perValue: 1 },
    { name: 'black and white before grey', batches: [bits, pictures], perValue: 1 },
    { name: 'other numbers', batches: [Float32Array.of(0.1, 300)], perValue: 4 },
    {
      name: 'bytes before other numbers',
      batches: [pictures, Float32Array.of(-0.5, Number.NaN)],
      perValue: 4,
    },
    { name: 'a negative zero', batches: [Float32Array.of(-0)], perValue: 4 },
    { name: 'a number next to one of 255 steps', batches: [Float32Array.of(0.5000001)], perValue: 4 },
    { name: 'class indices', batches: [Int32Array.of(1, 2), Int32Array.of(3)], perValue: 4 },
  ])('keeps $name in $perValue bytes each, to the last bit', async ({ batches, perValue }) => {
    const held = new CompactValues();
    for (const values of batches) held.add(values);
    const all = batches.flatMap((values) => [...values]);
    expect(held.bytes).toBe(all.length * perValue);
    const data = new ArrayDataset({ x: held.part([], all.length), y: held.part([], all.length) });
    const [batch] = await collectBatches(data, { batchSize: all.length });
    expect([...(batch?.x.values ?? [])]).toEqual(all);
  });
});

describe('cacheExamples', () => {
  it('reads its source once, and shuffles whole', async () => {
    const source = countingStream(50);
    const data = cacheExamples(source.data);
    const first = await targetsOf(data, { seed: 1, epoch: 0 });
    const arrays = fromArrays({ x: new Float32Array(50), y: Int32Array.from({ length: 50 }, (_, i) => i) });
    expect(first).toEqual(await targetsOf(arrays, { seed: 1, epoch: 0 }));
    await targetsOf(data);
    expect(source.yielded).toBe(50);
  });

  it('a walk that waits for another’s fill ends by its own signal, and the fill goes on', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const source = countingStream(50);
    const data = cacheExamples(
      mapBatches(source.data, async (batch) => {
        await held;
        return batch;
      }),
    );
    const first = targetsOf(data);
    const stop = new AbortController();
    const second = collectBatches(data, { batchSize: 4, signal: stop.signal });
    const third = targetsOf(data);
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await expect(
      collectBatches(data, { batchSize: 4, signal: AbortSignal.abort(new Error('late')) }),
    ).rejects.toThrow('late');
    release();
    expect((await first).length + (await third).length).toBe(100);
    expect(source.yielded).toBe(50);
  });

  it('fills once for walks that begin together, and anew after a failure', async () => {
    const source = countingStream(50);
    let isFailing = true;
    const data = cacheExamples(
      mapBatches(source.data, (batch) => {
        if (!isFailing) return batch;
        isFailing = false;
        throw new Error('a bad picture');
      }),
    );
    const walks = await Promise.allSettled([targetsOf(data), targetsOf(data), targetsOf(data)]);
    expect(walks.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    // 50 that failed at their first batch, and 50 once for both others.
    expect(source.yielded).toBe(100);
  });
});
