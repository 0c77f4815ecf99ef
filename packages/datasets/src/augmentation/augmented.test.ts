import { currentBackend } from '@descent/core';
import { describe, expect, it } from 'vitest';
import {
  augmented,
  type Batch,
  type BatchOptions,
  type Dataset,
  fromArrays,
  mixUp,
  randomCrop,
  randomFlip,
  randomRotation,
} from '../index.js';

const count = 11;
const data = fromArrays({
  x: Float32Array.from({ length: count * 36 }, (_, i) => (i * 37) % 101),
  inputShape: [6, 6, 1],
  y: Int32Array.from({ length: count }, (_, i) => i % 3),
  classNames: ['a', 'b', 'c'],
});

async function collect(from: Dataset, options: BatchOptions): Promise<Batch[]> {
  const batches = [];
  for await (const batch of from.batches(options)) batches.push(batch);
  return batches;
}

const list = [randomFlip(), randomRotation(0.1)];
const order = { seed: 1, epoch: 4 };

describe('an augmented dataset', () => {
  it('has the examples of the given one, changed', async () => {
    const plain = await collect(data, { batchSize: 4, order });
    const changed = await collect(augmented(data, list), { batchSize: 4, order });
    expect(changed.map(({ y, size }) => ({ y, size }))).toEqual(plain.map(({ y, size }) => ({ y, size })));
    expect(changed.map(({ x }) => x.shape)).toEqual(plain.map(({ x }) => x.shape));
    for (const [i, { x }] of changed.entries()) expect(x.values).not.toEqual(plain[i]?.x.values);
  });

  it('draws by seed, epoch and batch: equal ones are equal, others are not', async () => {
    const walk = (seed: number, epoch: number) =>
      collect(augmented(data.take(4), list, { seed }), { batchSize: 4, order: { seed: 1, epoch } });
    expect(await walk(3, 0)).toEqual(await walk(3, 0));
    expect(await walk(3, 0)).not.toEqual(await walk(4, 0));
    const still = fromArrays({ x: new Float32Array(36).map((_, i) => i), inputShape: [6, 6, 1], y: [0] });
    const epochs = await Promise.all(
      [0, 1, 2, 1e9].map(async (epoch) => {
        const [batch] = await collect(augmented(still, [randomRotation(0.4)]), {
          batchSize: 1,
          order: { seed: 1, epoch },
        });
        return String(batch?.x.values);
      }),
    );
    expect(new Set(epochs).size).toBe(4);
  });

  it('goes on where an earlier walk stopped, with the same images', async () => {
    const from = augmented(data, list, { seed: 9 });
    const whole = await collect(from, { batchSize: 2, order });
    for (const start of [1, 3, 5])
      expect(await collect(from, { batchSize: 2, order, start })).toEqual(whole.slice(start));
  });

  it('says what its images and targets are', async () => {
    const from = augmented(data, [randomCrop(4, 5), mixUp(0.2, { classCount: 3 })]);
    expect(from).toMatchObject({
      length: count,
      inputShape: [4, 5, 1],
      targetShape: [3],
      classNames: ['a', 'b', 'c'],
    });
    const [batch] = await collect(from, { batchSize: 4 });
    expect([batch?.x.shape, batch?.y.shape]).toEqual([
      [4, 4, 5, 1],
      [4, 3],
    ]);
  });

  it.each([-1, 3])('refuses label %i of 3 classes, naming batch and example', async (label) => {
    const y = Int32Array.from({ length: 6 }, (_, i) => (i === 5 ? label : i % 3));
    const wrong = fromArrays({ x: new Float32Array(6 * 36), inputShape: [6, 6, 1], y });
    const walk = collect(augmented(wrong, [mixUp(0.2, { classCount: 3 })]), { batchSize: 4 });
    await expect(walk).rejects.toMatchObject({
      name: 'ShapeError',
      code: 'E_INDEX',
      problem: `augmented: batch 1: the target of example 1 is class ${label}, the classes are 0 to 2`,
    });
  });

  it('F47: leaves nothing on the device, left early too', async () => {
    const before = currentBackend().memory().buffers;
    await collect(augmented(data, list), { batchSize: 4 });
    for await (const _ of augmented(data, list).batches({ batchSize: 2 })) break;
    expect(currentBackend().memory().buffers).toBe(before);
  });
});
