import { Rng } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { countingStream, targetsOf } from './examples/counting-stream.js';
import { splitExamples } from './examples/split-examples.js';
import { fromArrays } from './from-arrays.js';
import { splitByGroup } from './split-by-group.js';

/** Patients with 1 to 9 pictures each, most of them of one class; input is the number of the picture. */
function pictures(patientCount: number, seed: number) {
  const draws = new Rng(seed).uniformArray(3 * patientCount);
  const keys: string[] = [];
  const labels: number[] = [];
  for (let patient = 0; patient < patientCount; patient++) {
    const [many = 0, kind = 0, mixed = 0] = draws.subarray(3 * patient);
    for (let i = 0; i < 1 + Math.floor(9 * many); i++) {
      keys.push(`patient ${patient}`);
      labels.push(mixed < 0.2 ? i % 3 : kind < 0.7 ? 0 : kind < 0.9 ? 1 : 2);
    }
  }
  const x = Float32Array.from(keys, (_, i) => i);
  return { data: fromArrays({ x, y: Int32Array.from(labels) }), keys, labels };
}

async function placesOf(data: ReturnType<typeof fromArrays>): Promise<number[]> {
  for await (const { x } of data.batches({ batchSize: data.length })) return [...x.values];
  return [];
}

describe('splitByGroup', () => {
  it.each([0, 1, 2, 3, 4])(
    'keeps groups whole and the shares of classes within 2 points: seed %i',
    async (seed) => {
      const { data, keys, labels } = pictures(200, seed);
      const sides = splitByGroup(data, keys, 0.8, { seed });
      const places = await Promise.all(sides.map(placesOf));
      expect([...places.flat()].sort((a, b) => a - b)).toEqual(keys.map((_, i) => i));
      const [first, second] = places.map((side) => new Set(side.map((place) => keys[place])));
      expect([...(first as Set<string>)].filter((key) => second?.has(key))).toEqual([]);
      expect(Math.abs(sides[0].length / data.length - 0.8)).toBeLessThan(0.01);
      const share = (side: readonly number[], label: number) =>
        side.filter((place) => labels[place] === label).length / side.length;
      for (const label of [0, 1, 2]) {
        const [a = 0, b = 0] = places.map((side) => share(side, label));
        expect(Math.abs(a - b)).toBeLessThan(0.02);
      }
    },
  );

  it('is the same for the same seed, and another for another', async () => {
    const { data, keys } = pictures(60, 1);
    const first = async (seed: number) => String(await placesOf(splitByGroup(data, keys, 0.5, { seed })[0]));
    expect(await first(1)).toBe(await first(1));
    expect(await first(1)).not.toBe(await first(2));
  });

  it('leaves no side empty, and takes targets that are no classes', () => {
    const data = fromArrays({ x: [[1], [2], [3], [4]], y: [[1], [2], [3], [4]] });
    for (const fraction of [0.01, 0.99]) {
      const [first, second] = splitByGroup(data, [1, 1, 1, 2], fraction);
      expect([first.length, second.length].sort()).toEqual([1, 3]);
    }
  });

  it('refuses what cannot be split', () => {
    const data = fromArrays({ x: [[1], [2]], y: [[1], [2]] });
    expect(() => splitByGroup(data, ['a', 'a'], 0.5)).toThrowErrorMatchingInlineSnapshot(`
      [DataError: splitByGroup: all 2 examples are of one group
        fix: look whether the keys are the right column]
    `);
    expect(() => splitByGroup(data, ['a'], 0.5)).toThrowErrorMatchingInlineSnapshot(`
      [DataError: splitByGroup: 2 examples, 1 keys
        fix: give the key of the group of each example, in order]
    `);
    expect(() => splitByGroup(data, ['a', 'b'], 1)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: splitByGroup: fraction must lie in (0, 1), got 1
        fix: give the share of the first part, such as 0.8]
    `);
  });
});

describe('splitExamples', () => {
  it('shares a stream out, each example to one side', async () => {
    const [first, second] = splitExamples(countingStream(3000).data, 0.8, { seed: 3 });
    const [a, b] = [await targetsOf(first), await targetsOf(second)];
    expect([...a, ...b].sort((x, y) => x - y)).toEqual(Array.from({ length: 3000 }, (_, i) => i));
    // 2,400 expected, standard deviation 22.
    expect(Math.abs(a.length - 2400)).toBeLessThan(110);
    expect(await targetsOf(first, { seed: 1, epoch: 1 })).toEqual(a);
  });

  it('keeps groups whole', async () => {
    const [first, second] = splitExamples(countingStream(500).data, 0.5, {
      groupBy: ({ y }) => (y[0] as number) % 50,
    });
    const [a, b] = [await targetsOf(first), await targetsOf(second)];
    const groups = new Set(a.map((label) => label % 50));
    expect(b.filter((label) => groups.has(label % 50))).toEqual([]);
    expect(Math.min(a.length, b.length)).toBeGreaterThan(100);
  });
});
