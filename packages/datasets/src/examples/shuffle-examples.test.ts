import { describe, expect, it } from 'vitest';
import { fromArrays } from '../from-arrays.js';
import { countingStream, targetsOf } from './counting-stream.js';
import { shuffleExamples } from './shuffle-examples.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('shuffleExamples', () => {
  it('meets each example once, in another order for another seed and epoch, in the same one for the same', async () => {
    const data = shuffleExamples(countingStream(60).data, { buffer: 16 });
    const orders = [
      { seed: 1, epoch: 0 },
      { seed: 1, epoch: 1 },
      { seed: 2, epoch: 0 },
    ];
    const walks = await Promise.all(orders.map((order) => targetsOf(data, order)));
    for (const walk of walks) expect([...walk].sort((a, b) => a - b)).toEqual(upTo(60));
    expect(new Set(walks.map(String)).size).toBe(3);
    expect(await targetsOf(data, orders[0])).toEqual(walks[0]);
    expect(await targetsOf(data)).toEqual(upTo(60));
  });

  it('takes the same order for ever', async () => {
    const data = shuffleExamples(countingStream(12).data, { buffer: 6 });
    expect((await targetsOf(data, { seed: 42, epoch: 7 })).join(' ')).toMatchInlineSnapshot(
      `"5 2 3 8 1 0 7 6 11 9 10 4"`,
    );
  });

  it('moves no example forward by more than the buffer', async () => {
    const walk = await targetsOf(shuffleExamples(countingStream(300).data, { buffer: 20 }), {
      seed: 5,
      epoch: 0,
    });
    for (const [place, label] of walk.entries()) expect(label - place).toBeLessThanOrEqual(20);
    expect(Math.max(...walk.map((label, place) => label - place))).toBeGreaterThan(10);
  });

  it('leaves arrays as they are: they are shuffled whole', () => {
    const data = fromArrays({ x: [[1], [2]], y: [[1], [2]] });
    expect(shuffleExamples(data, { buffer: 1 })).toBe(data);
  });

  it('F4: refuses a buffer that is no whole number >= 1', () => {
    expect(() => shuffleExamples(countingStream(1).data, { buffer: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: shuffleExamples: buffer must be a whole number >= 1, got 0]`,
    );
  });
});
