import { type GoldenTensor, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import type { ArrayDataset } from '../array-dataset.js';
import type { Batch } from '../dataset.js';
import { makeBlobs } from './make-blobs.js';
import { makeCheckerboard } from './make-checkerboard.js';
import { makeCircle } from './make-circle.js';
import { makeGauss } from './make-gauss.js';
import { makeLinear } from './make-linear.js';
import { makeMoons } from './make-moons.js';
import { makeSine } from './make-sine.js';
import { makeSpiral } from './make-spiral.js';
import { makeXor } from './make-xor.js';
import type { ToyOptions } from './toy-options.js';

const sets: readonly (readonly [string, (options?: ToyOptions) => ArrayDataset])[] = [
  ['makeLinear', makeLinear],
  ['makeXor', makeXor],
  ['makeCircle', makeCircle],
  ['makeGauss', makeGauss],
  ['makeSpiral', makeSpiral],
  ['makeMoons', makeMoons],
  ['makeBlobs', makeBlobs],
  ['makeSine', makeSine],
  ['makeCheckerboard', makeCheckerboard],
];

async function whole(data: ArrayDataset): Promise<Batch> {
  for await (const batch of data.batches({ batchSize: data.length })) return batch;
  throw new Error('no batch came');
}

/** Points with what belongs to them: [x, y, target]. */
async function rows(data: ArrayDataset): Promise<[number, number, number][]> {
  const { x, y } = await whole(data);
  return Array.from(y.values, (target, i) => [
    x.values[2 * i] as number,
    x.values[2 * i + 1] as number,
    target,
  ]);
}

describe.each(sets)('%s', (_, make) => {
  it('has as many examples as asked for, the same for the same seed', async () => {
    for (const count of [1, 2, 7]) expect(make({ count }).length).toBe(count);
    const options = { count: 51, noise: 0.2, seed: 4 };
    expect(await whole(make(options))).toEqual(await whole(make(options)));
    expect(await whole(make())).toMatchObject({ size: 200 });
  });

  it('is another with noise, and another for another seed once there is noise', async () => {
    const quiet = await whole(make({ count: 60, noise: 0, seed: 1 }));
    const noisy = await whole(make({ count: 60, noise: 0.9, seed: 1 }));
    expect([noisy.x.values, noisy.y.values]).not.toEqual([quiet.x.values, quiet.y.values]);
    expect(await whole(make({ count: 60, noise: 0.9, seed: 2 }))).not.toEqual(noisy);
  });

  it('F4: refuses counts and noise that cannot be', () => {
    for (const options of [
      { count: 0 },
      { count: 1.5 },
      { count: 1e12 },
      { noise: -1 },
      { noise: Number.NaN },
    ])
      expect(() => make(options)).toThrow(expect.objectContaining({ code: 'E_VALUE' }));
  });
});

describe('toy sets without noise follow their formulas', () => {
  it('makeLinear', async () => {
    for (const [x, y, target] of await rows(makeLinear({ count: 300 }))) {
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(6);
      expect(target).toBeCloseTo((x + y) / 10, 5);
    }
  });

  it('makeXor', async () => {
    for (const [x, y, label] of await rows(makeXor({ count: 300 }))) {
      expect(Math.min(Math.abs(x), Math.abs(y))).toBeGreaterThanOrEqual(Math.fround(0.3));
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(Math.fround(5.3));
      expect(label).toBe(x * y > 0 ? 1 : 0);
    }
  });

  it('makeCircle', async () => {
    const found = await rows(makeCircle({ count: 301 }));
    expect(found.filter(([, , label]) => label === 1)).toHaveLength(151);
    for (const [x, y, label] of found) {
      const radius = Math.hypot(x, y);
      expect(label === 1 ? radius < 2.5 : radius >= 3.49999 && radius < 5).toBe(true);
    }
  });

  it('makeSpiral', async () => {
    const found = await rows(makeSpiral({ count: 40 }));
    for (const [i, [x, y, label]] of found.entries()) {
      const along = (i % 20) / 20;
      const turn = 3.5 * Math.PI * along + (i < 20 ? 0 : Math.PI);
      expect(x).toBeCloseTo(5 * along * Math.sin(turn), 6);
      expect(y).toBeCloseTo(5 * along * Math.cos(turn), 6);
      expect(label).toBe(i < 20 ? 1 : 0);
    }
  });

  it('makeGauss has its means and its variance', async () => {
    const found = await rows(makeGauss({ count: 4000, noise: 0.5 }));
    for (const label of [0, 1]) {
      const xs = found.filter((row) => row[2] === label).map(([x]) => x);
      const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
      const variance = xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length;
      // Standard errors are 0.045 and 0.13.
      expect(Math.abs(mean - (4 * label - 2))).toBeLessThan(0.2);
      expect(Math.abs(variance - 4)).toBeLessThan(0.6);
    }
  });

  it('makeSine', async () => {
    const { x, y } = await whole(makeSine({ count: 100 }));
    for (const [i, value] of x.values.entries())
      expect(y.values[i]).toBeCloseTo(Math.sin(2 * Math.PI * value), 5);
  });

  it('makeCheckerboard', async () => {
    for (const [x, y, label] of await rows(makeCheckerboard({ count: 300, fieldCount: 5 }))) {
      const field = (at: number) => Math.floor(((at + 1) / 2) * 5);
      expect(label).toBe((field(x) + field(y)) % 2);
    }
  });

  it('makeBlobs has classes of equal size around centres of their own', async () => {
    const found = await rows(makeBlobs({ count: 40, classCount: 4, noise: 0 }));
    expect(new Set(found.map(String)).size).toBe(4);
    for (const [i, row] of found.entries()) expect(row).toEqual(found[i % 4]);
  });

  it.each(readGolden('toys').cases)(
    'makeMoons has the points of scikit-learn: $name',
    async ({ attrs, outputs }) => {
      const { x, y } = await whole(makeMoons({ count: (attrs as { count: number }).count }));
      const { x: points, y: labels } = outputs as Record<string, GoldenTensor>;
      expect([...y.values]).toEqual(labels?.values);
      for (const [i, value] of x.values.entries()) expect(value).toBeCloseTo(points?.values[i] as number, 6);
    },
  );
});
