import { describe, expect, it } from 'vitest';
import { autoMpg } from './auto-mpg.js';
import { iris } from './iris.js';
import { penguins } from './penguins.js';
import type { Table } from './table.js';

/** The first example, and how many there are of each class. */
async function summary({ data }: Table) {
  for await (const { x, y } of data.batches({ batchSize: data.length })) {
    const counts: Record<number, number> = {};
    for (const label of y.values) counts[label] = (counts[label] ?? 0) + 1;
    return { first: [...x.values.subarray(0, data.inputShape[0])], target: y.values[0], counts };
  }
  throw new Error('no batch came');
}

describe('real tables', () => {
  it('iris has 50 flowers of each kind', async () => {
    const table = await iris();
    const { first, counts } = await summary(table);
    expect(counts).toEqual({ 0: 50, 1: 50, 2: 50 });
    expect(first).toEqual([...Float32Array.of(5.1, 3.5, 1.4, 0.2)]);
    expect(table.data.classNames).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(table.columns).toEqual(['sepal length', 'sepal width', 'petal length', 'petal width']);
    expect(table.leftOut).toEqual([]);
  });

  it('penguins has 342 birds, and says which two are left out', async () => {
    const table = await penguins();
    const { first, counts } = await summary(table);
    expect(counts).toEqual({ 0: 151, 1: 68, 2: 123 });
    expect(first).toEqual([...Float32Array.of(39.1, 18.7, 181, 3750)]);
    expect(table.data.classNames).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
    expect(table.leftOut).toEqual([
      { line: 4, problem: "'bill length' is missing" },
      { line: 340, problem: "'bill length' is missing" },
    ]);
  });

  it('autoMpg has 392 cars of three origins, and lists the 14 left out', async () => {
    const table = await autoMpg();
    const { first, target } = await summary(table);
    expect([table.data.length, table.leftOut.length]).toEqual([392, 14]);
    expect([first, target]).toEqual([[8, 307, 130, 3504, 12, 1970, 2], 18]);
    expect(table.categories.origin).toEqual(['Europe', 'Japan', 'USA']);
    expect([table.data.inputShape, table.data.targetShape]).toEqual([[7], [1]]);
  });
});
