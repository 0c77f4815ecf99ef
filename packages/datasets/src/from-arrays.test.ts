import { tensor } from '@descent/core';
import { describe, expect, it } from 'vitest';
import type { Batch, Dataset } from './dataset.js';
import { type ArrayData, datasetOf, fromArrays } from './from-arrays.js';

/** All examples as one batch. */
async function whole(data: Dataset): Promise<Batch> {
  for await (const batch of data.batches({ batchSize: 1000 })) return batch;
  throw new Error('no batch came');
}

/** For what only JavaScript lets through. */
const untyped = (data: unknown) => fromArrays(data as ArrayData);

describe('fromArrays', () => {
  it('lays nested arrays out as float32, row by row', async () => {
    const data = fromArrays({
      x: [[[1, 2, 3]], [[4, 5, 6]]],
      y: [true, false],
    });
    expect([data.length, data.inputShape, data.targetShape]).toEqual([2, [1, 3], []]);
    const { x, y, size } = await whole(data);
    expect(x).toEqual({ values: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 1, 3] });
    expect(y).toEqual({ values: Float32Array.of(1, 0), shape: [2] });
    expect(size).toBe(2);
  });

  it('cuts flat typed arrays by the shapes given', async () => {
    const data = fromArrays({
      x: Float64Array.of(0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4),
      inputShape: [2, 2],
      y: Float32Array.of(1, 2),
      targetShape: [1],
    });
    const { x, y } = await whole(data);
    expect(x).toEqual({ values: Float32Array.of(0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4), shape: [2, 2, 2] });
    expect(y.shape).toEqual([2, 1]);
  });

  it('gives rows another shape of the same size', () => {
    expect(fromArrays({ x: [[1, 2, 3, 4]], inputShape: [2, 2], y: [0] }).inputShape).toEqual([2, 2]);
  });

  it('keeps Uint8Array and Int32Array labels whole numbers', async () => {
    for (const y of [Uint8Array.of(0, 255, 7), Int32Array.of(0, 255, 7)]) {
      const batch = await whole(fromArrays({ x: [[1], [2], [3]], y }));
      expect(batch.y).toEqual({ values: Int32Array.of(0, 255, 7), shape: [3] });
    }
  });

  it('takes tensors, float32, int32 and bool', async () => {
    const x = tensor([1, 2, 3, 4], [2, 2]);
    const { x: floats, y: labels } = await whole(fromArrays({ x, y: tensor([3, 1], [2], 'int32') }));
    expect(floats).toEqual({ values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
    expect(labels.values).toEqual(Int32Array.of(3, 1));
    expect((await whole(fromArrays({ x, y: tensor([true, false]) }))).y.values).toEqual(Int32Array.of(1, 0));
  });

  it('outlives a tensor that it was made from', async () => {
    const x = tensor([1, 2], [2, 1]);
    const data = fromArrays({ x, y: [0, 1] });
    x.dispose();
    expect((await whole(data)).x.values).toEqual(Float32Array.of(1, 2));
  });

  it('refuses unequal counts', () => {
    expect(() => fromArrays({ x: [[1], [2], [3]], y: [0, 1] })).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: x holds 3 examples, y holds 2
        fix: give one target per input]
    `);
  });

  it('asks for the shape of one input where flat inputs are many times as many', () => {
    expect(() =>
      fromArrays({ x: new Float32Array(784 * 3), y: Uint8Array.of(0, 1, 2) }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: x holds 2352 examples, y holds 3
        fix: say what one input looks like: inputShape: [784]]
    `);
  });

  it('asks for one target per input where that is not the reason', () => {
    const y = [0, 1];
    expect(() => fromArrays({ x: new Float32Array(8), inputShape: [2], y })).toThrow('one target per input');
    expect(() => fromArrays({ x: [1, 2, 3, 4], y })).toThrow('one target per input');
    expect(() => fromArrays({ x: new Float32Array(5), y })).toThrow('one target per input');
  });

  it('F41: refuses an empty dataset', () => {
    expect(() => fromArrays({ x: [], y: [] })).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: x is empty
        fix: give at least one example]
    `);
    expect(() => fromArrays({ x: new Float32Array(0), y: [] })).toThrow('x is empty');
    expect(() => fromArrays({ x: [[], []], y: [1, 2] })).toThrow('x is empty');
    expect(() => fromArrays({ x: [[1]], y: [] })).toThrow('y is empty');
  });

  it('refuses ragged arrays and says which row', () => {
    expect(() =>
      fromArrays({
        x: [
          [1, 2, 3],
          [4, 5],
        ],
        y: [0, 1],
      }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: fromArrays: x: ragged array: [1] is an array of 2, not an array of 3 as its neighbours
        fix: give all rows the same length: pad the short ones]
    `);
    expect(() => fromArrays({ x: [[1], [2]], y: [0, [1]] })).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: fromArrays: y: ragged array: [1] is an array of 1, not a number as its neighbours
        fix: give all rows the same length: pad the short ones]
    `);
  });

  it('refuses values that do not divide into examples', () => {
    const x = new Float32Array(10);
    expect(() => fromArrays({ x, inputShape: [4], y: [0, 1] })).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: x has 10 values, which is no multiple of 4, the size of [4]
        fix: give the shape of one example, without the number of examples]
    `);
    expect(() => fromArrays({ x, inputShape: [0], y: [0, 1] })).toThrow('no multiple of 0');
  });

  it('refuses impossible shapes', () => {
    const x = new Float32Array(10);
    expect(() => fromArrays({ x, inputShape: [-2], y: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: fromArrays: shape of one x: sizes must be whole numbers >= 0, got -2 in shape [-2]]`,
    );
    expect(() => fromArrays({ x, inputShape: [2.5], y: [0, 1] })).toThrow('sizes must be whole numbers');
    expect(() => fromArrays({ x, inputShape: [2 ** 31], y: [0, 1] })).toThrow('more than');
  });

  it('refuses a shape that would change the number of rows', () => {
    const x = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(() => fromArrays({ x, inputShape: [1], y: [0, 1] })).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: x has 2 rows of [3], the given shape [1] would make them 6
        fix: leave the shape out: only flat typed arrays need it]
    `);
  });

  it('refuses a tensor without an axis of examples', () => {
    expect(() => fromArrays({ x: tensor(5), y: [0] })).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: x is a tensor without axes, the first axis must count examples
        fix: reshape it to [1]]
    `);
  });

  it('refuses values of other kinds by name', () => {
    expect(() => untyped({ x: [['a'], ['b']], y: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[DtypeError: fromArrays: x: expects numbers or booleans, got 'a' at [0][0]]`,
    );
    expect(() => untyped({ x: new BigInt64Array(2), y: [0, 1] })).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: fromArrays: x is a BigInt64Array, expected a Float32Array, Float64Array, Int32Array or Uint8Array
        fix: copy it: Float32Array.from(…) for quantities, Int32Array.from(…) for class indices]
    `);
    expect(() => untyped({ x: new DataView(new ArrayBuffer(8)), y: [0, 1] })).toThrow('x is a DataView');
    expect(() => untyped({ x: [[1]], y: undefined })).toThrowErrorMatchingInlineSnapshot(`
      [DataError: fromArrays: y must be an array or a tensor of examples, got undefined
        fix: give [[…], […]], a typed array, or a tensor whose first axis counts examples]
    `);
    expect(() => untyped({ x: { pixels: [1] }, y: [0] })).toThrow('an object with pixels');
  });
});

describe('datasetOf', () => {
  it('gives a dataset back as it is', () => {
    const data = fromArrays({ x: [[1]], y: [[2]] });
    expect(datasetOf(data)).toBe(data);
  });

  it('takes inputs alone, with empty targets', async () => {
    for (const data of [
      datasetOf([[1], [2]]),
      datasetOf({ x: [[1], [2]] }),
      datasetOf(tensor([1, 2], [2, 1])),
    ]) {
      expect([data.length, data.inputShape, data.targetShape]).toEqual([2, [1], [0]]);
      const { x, y } = await whole(data);
      expect(x.values).toEqual(Float32Array.of(1, 2));
      expect(y).toEqual({ values: new Float32Array(0), shape: [2, 0] });
    }
  });

  it('takes what fromArrays takes', () => {
    expect(datasetOf({ x: [[1]], y: [3] }).targetShape).toEqual([]);
    expect(datasetOf({ x: Float32Array.of(1, 2), inputShape: [2] }).length).toBe(1);
  });

  it('refuses what is neither', () => {
    expect(() => datasetOf(undefined as unknown as Dataset)).toThrowErrorMatchingInlineSnapshot(`
      [DataError: datasetOf: expected a dataset or arrays, got undefined
        fix: give fromArrays({ x, y }), { x, y } itself, or inputs alone]
    `);
    expect(() => datasetOf({ inputs: [[1]] } as unknown as Dataset)).toThrowErrorMatchingInlineSnapshot(`
      [DataError: datasetOf: expected a dataset or arrays, got an object with inputs
        fix: give fromArrays({ x, y }), { x, y } itself, or inputs alone]
    `);
    expect(() => datasetOf(null as unknown as Dataset)).toThrow('got null');
    expect(() => datasetOf('data' as unknown as Dataset)).toThrow("got 'data'");
  });
});
