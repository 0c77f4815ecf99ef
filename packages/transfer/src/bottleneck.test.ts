import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentBackend, type Tensor } from '@descent/core';
import { fromArrays } from '@descent/datasets';
import { dense, type Model, sequential } from '@descent/layers';
import { fit, predict, sgd } from '@descent/train';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bottleneck, features, freeze } from './index.js';
import { net, pictures, quiet, valuesOf } from './test-support.js';

const base = (seed?: number) => features(net(seed), 'second', { pooling: 'average' }) as Model;

async function rowsOf(data: Awaited<ReturnType<typeof bottleneck>>): Promise<number[]> {
  const rows: number[] = [];
  for await (const { x } of data.batches({ batchSize: 7 })) rows.push(...x.values);
  return rows;
}

describe('bottleneck', () => {
  it('holds what the net predicts, in the order of the data, with its targets, weights and class names', async () => {
    const given = { ...pictures(), weights: Float32Array.from({ length: 30 }, (_, i) => i) };
    const model = base();
    const known = await bottleneck(model, given, { batchSize: 4 });
    using expected = (await predict(model, given)) as Tensor;
    expect([known.length, known.inputShape, known.targetShape]).toEqual([30, [6], []]);
    expect(known.classNames).toEqual(['a', 'b', 'c']);
    expect(known.labels).toEqual(given.y);
    const rows = await rowsOf(known);
    for (const [i, value] of [...expected.dataSync()].entries()) expect(rows[i]).toBeCloseTo(value, 6);
    for await (const { weights } of known.batches({ batchSize: 30 }))
      expect(weights?.values).toEqual(given.weights);
  });

  it('trains a head to what the frozen net under it trains it to', async () => {
    const model = base();
    freeze(model);
    const known = await bottleneck(model, pictures());
    using head = sequential({ input: [6], seed: 9 }, dense(3, { name: 'head' })) as Model;
    const options = { ...quiet, epochs: 3, optimizer: sgd({ learningRate: 0.1 }) };
    await fit(head, known, options);
    using whole = sequential({ input: [8, 8, 1], seed: 9 }, model, dense(3, { name: 'head' })) as Model;
    await fit(whole, pictures(), { ...options, optimizer: sgd({ learningRate: 0.1 }) });
    const [a, b] = [valuesOf(head), valuesOf(whole)].map((values) => values['head/kernel']);
    for (const [i, value] of a?.entries() ?? []) expect(value).toBeCloseTo(b?.[i] as number, 5);
  });

  it('is found again by the net, its weights, the data and what prepares them', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'descent-transfer-'));
    onTestFinished(() => rm(cache, { recursive: true, force: true }));
    const seen = async (model: Model, given = pictures(), preprocess = (x: Tensor) => x) => {
      const predictions = vi.spyOn(model, 'predict');
      const data = await bottleneck(model, given, { cache, preprocess });
      return [predictions.mock.calls.length > 0, await rowsOf(data)] as const;
    };
    const first = await seen(base());
    expect(first[0]).toBe(true);
    expect(await seen(base())).toEqual([false, first[1]]);
    const others = [
      await seen(base(2)),
      await seen(base(), pictures(29)),
      await seen(base(), pictures(), (x) => x.mul(2) as Tensor),
      await seen(base(), { ...pictures(), y: pictures().y.map((c) => 2 - c) }),
    ];
    expect(others.map(([isComputed]) => isComputed)).toEqual([true, true, true, true]);
    expect(others[0]?.[1]).not.toEqual(first[1]);

    const [name] = await readdir(cache);
    for (const file of await readdir(cache)) {
      const bytes = await readFile(join(cache, file));
      bytes[bytes.length - 9] = (bytes[bytes.length - 9] as number) ^ 1;
      await writeFile(join(cache, file), bytes);
    }
    expect(name).toMatch(/^features-[0-9a-f]{32}\.safetensors$/);
    expect(await seen(base())).toEqual([true, first[1]]);
    expect(await seen(base())).toEqual([false, first[1]]);
  });

  it('keeps to a bound of memory, and leaves none on the device', async () => {
    const model = base();
    await bottleneck(model, pictures());
    const { buffers } = currentBackend().memory();
    await bottleneck(model, pictures(), { batchSize: 7 });
    expect(currentBackend().memory().buffers).toBe(buffers);
    await expect(
      bottleneck(model, pictures(), { maxBytes: 800 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: bottleneck: the features take 840 bytes, more than the limit of 800
        fix: pool maps: features(net, layer, { pooling: 'average' }); or raise maxBytes, or take fewer examples]
    `);
    expect((await bottleneck(model, pictures(), { maxBytes: 840 })).length).toBe(30);
  });

  it('says what does not fit', async () => {
    const model = base();
    const none = fromArrays(pictures()).take(0);
    await expect(bottleneck(model, none)).rejects.toThrow('the data is empty');
    await expect(bottleneck(model, pictures(), { preprocess: 'tf' as never })).rejects.toThrow(
      'preprocess must be a function',
    );
    await expect(
      bottleneck(model, pictures(), { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
  });
});
