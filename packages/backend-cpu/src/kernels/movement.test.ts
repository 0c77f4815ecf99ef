import type { Attrs, DType } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { backends, type Given, runNative } from '../test-support.js';

/** 0, 1, 2, … of a dtype; bytes 0 and 1 without a short period. */
function counting(shape: number[], dtype: DType): Given {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) =>
    dtype === 'bool' ? Number((i * i * 7 + i) % 5 < 2) : i,
  );
  return { values, shape, dtype };
}

/** Fills an output element by element: `source` gives the flat input index, or undefined for the constant. */
function byIndex(
  shape: number[],
  source: (index: number[]) => number | undefined,
  from: ArrayLike<number>,
  constant = 0,
): number[] {
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: size }, (_, i) => {
    const index: number[] = [];
    let rest = i;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % (shape[axis] as number);
      rest = Math.floor(rest / (shape[axis] as number));
    }
    const at = source(index);
    return at === undefined ? constant : (from[at] as number);
  });
}

const flat = (index: readonly number[], shape: readonly number[]) =>
  index.reduce((at, i, axis) => at * (shape[axis] as number) + i, 0);

describe.each(backends)('kernels that move elements on $description', (backend) => {
  const check = (name: string, inputs: Given[], attrs: Attrs, shape: number[], expected: number[]) => {
    const out = runNative(backend, name, inputs, attrs, shape, inputs[0]?.dtype);
    expect([...out]).toEqual(expected);
  };
  const dtypes: DType[] = ['float32', 'int32', 'bool'];

  it.each([
    [
      [3, 5],
      [1, 0],
    ],
    [
      [16, 12],
      [1, 0],
    ],
    [
      [17, 6],
      [1, 0],
    ],
    [
      [2, 3, 4],
      [2, 1, 0],
    ],
    [
      [2, 9, 7],
      [0, 2, 1],
    ],
    [
      [5, 6, 7, 4],
      [0, 3, 1, 2],
    ],
    [
      [5, 6, 7, 4],
      [2, 0, 3, 1],
    ],
    [
      [2, 3, 4],
      [0, 1, 2],
    ],
    [
      [3, 1, 4],
      [2, 1, 0],
    ],
    [
      [0, 3],
      [1, 0],
    ],
    [[], []],
  ])('Transpose %j by %j', (shape, perm) => {
    for (const dtype of dtypes) {
      const x = counting(shape, dtype);
      const outShape = perm.map((axis) => shape[axis] as number);
      const expected = byIndex(
        outShape,
        (index) =>
          flat(
            shape.map((_, axis) => index[perm.indexOf(axis)] as number),
            shape,
          ),
        x.values,
      );
      check('Transpose', [x], { perm }, outShape, expected);
    }
  });

  it.each([
    [[10], [3], [4]],
    [
      [5, 7],
      [1, 2],
      [3, 4],
    ],
    [
      [5, 7],
      [0, 0],
      [5, 7],
    ],
    [
      [4, 5, 6],
      [1, 0, 2],
      [2, 5, 3],
    ],
    [
      [4, 5],
      [2, 1],
      [0, 3],
    ],
  ])('Slice %j at %j of %j', (shape, begin, size) => {
    for (const dtype of dtypes) {
      const x = counting(shape, dtype);
      const expected = byIndex(
        size,
        (index) =>
          flat(
            index.map((i, axis) => i + (begin[axis] as number)),
            shape,
          ),
        x.values,
      );
      check('Slice', [x], { begin, size }, size, expected);
    }
  });

  it.each([
    [[7], [0]],
    [[3, 5], [1]],
    [
      [3, 5],
      [0, 1],
    ],
    [
      [2, 3, 4],
      [0, 2],
    ],
    [[2, 3], []],
  ])('Reverse %j along %j', (shape, dims) => {
    for (const dtype of dtypes) {
      const x = counting(shape, dtype);
      const source = (index: number[]) =>
        flat(
          index.map((i, axis) => (dims.includes(axis) ? (shape[axis] as number) - 1 - i : i)),
          shape,
        );
      check('Reverse', [x], { dims }, shape, byIndex(shape, source, x.values));
    }
  });

  it.each([
    [[3], [4]],
    [
      [2, 3],
      [3, 2],
    ],
    [
      [2, 1, 3],
      [1, 5, 2],
    ],
    [
      [2, 3],
      [0, 2],
    ],
  ])('Tile %j by %j', (shape, reps) => {
    for (const dtype of dtypes) {
      const x = counting(shape, dtype);
      const outShape = shape.map((n, axis) => n * (reps[axis] as number));
      const expected = byIndex(
        outShape,
        (index) =>
          flat(
            index.map((i, axis) => i % (shape[axis] as number)),
            shape,
          ),
        x.values,
      );
      check('Tile', [x], { reps }, outShape, expected);
    }
  });

  it.each([
    [[3], [[2, 1]]],
    [
      [2, 3],
      [
        [1, 0],
        [0, 2],
      ],
    ],
    [
      [2, 3, 4],
      [
        [0, 0],
        [1, 1],
        [2, 3],
      ],
    ],
    [
      [0, 2],
      [
        [1, 1],
        [0, 0],
      ],
    ],
    [[], []],
  ])('PadV2 %j by %j', (shape, paddings) => {
    for (const dtype of ['float32', 'int32'] as const) {
      const x = counting(shape, dtype);
      const outShape = shape.map(
        (n, axis) => n + (paddings[axis]?.[0] as number) + (paddings[axis]?.[1] as number),
      );
      const source = (index: number[]) => {
        const inner = index.map((i, axis) => i - (paddings[axis]?.[0] as number));
        return inner.every((i, axis) => i >= 0 && i < (shape[axis] as number))
          ? flat(inner, shape)
          : undefined;
      };
      check('PadV2', [x], { paddings, constantValue: -7 }, outShape, byIndex(outShape, source, x.values, -7));
    }
  });

  it.each([0, 1, 2])('Concat and Pack along axis %i', (axis) => {
    for (const dtype of dtypes) {
      const shape = [2, 3, 5];
      const along = (n: number) => counting(shape.with(axis, n), dtype);
      const [first, empty, second] = [along(2), along(0), along(3)];
      const outShape = shape.with(axis, 5);
      const values = [...Array.from(first.values), ...Array.from(second.values)];
      const source = (index: number[]) => {
        const i = index[axis] as number;
        if (i < 2) return flat(index, first.shape);
        return first.values.length + flat(index.with(axis, i - 2), second.shape);
      };
      check('Concat', [first, empty, second], { axis }, outShape, byIndex(outShape, source, values));
      const x = counting(shape, dtype);
      const packed = shape.toSpliced(axis, 0, 2);
      check(
        'Pack',
        [x, x],
        { axis },
        packed,
        byIndex(packed, (index) => flat(index.toSpliced(axis, 1), shape), x.values),
      );
    }
  });

  it('Fill', () => {
    expect([...runNative(backend, 'Fill', [], { shape: [5], value: 0.1, dtype: 'float32' }, [5])]).toEqual(
      new Array(5).fill(Math.fround(0.1)),
    );
    expect([
      ...runNative(backend, 'Fill', [], { shape: [3], value: -2, dtype: 'int32' }, [3], 'int32'),
    ]).toEqual([-2, -2, -2]);
    expect([
      ...runNative(backend, 'Fill', [], { shape: [1], value: Number.NaN, dtype: 'float32' }, [1]),
    ]).toEqual([Number.NaN]);
  });

  it('F20: Cast cuts towards 0, stops at the ends of the range, and makes 0 of NaN', () => {
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    const x: Given = {
      values: [1.9, -1.9, 0.4, -0, nan, inf, -inf, 1e20, -1e20],
      shape: [9],
      dtype: 'float32',
    };
    const [least, most] = [-(2 ** 31), 2 ** 31 - 1];
    expect([...runNative(backend, 'Cast', [x], { dtype: 'int32' }, [9], 'int32')]).toEqual([
      1,
      -1,
      0,
      0,
      0,
      most,
      least,
      most,
      least,
    ]);
    expect([...runNative(backend, 'Cast', [x], { dtype: 'bool' }, [9], 'bool')]).toEqual([
      1, 1, 1, 0, 1, 1, 1, 1, 1,
    ]);
    const whole: Given = { values: [0, 5, -3, most], shape: [4], dtype: 'int32' };
    expect([...runNative(backend, 'Cast', [whole], { dtype: 'float32' }, [4])]).toEqual([0, 5, -3, 2 ** 31]);
    expect([...runNative(backend, 'Cast', [whole], { dtype: 'bool' }, [4], 'bool')]).toEqual([0, 1, 1, 1]);
    const flags: Given = { values: [1, 0, 1, 1, 0], shape: [5], dtype: 'bool' };
    expect([...runNative(backend, 'Cast', [flags], { dtype: 'float32' }, [5])]).toEqual([1, 0, 1, 1, 0]);
    expect([...runNative(backend, 'Cast', [flags], { dtype: 'int32' }, [5], 'int32')]).toEqual([
      1, 0, 1, 1, 0,
    ]);
  });
});
