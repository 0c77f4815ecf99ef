import { readFileSync } from 'node:fs';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, floats, type GoldenTensor, ints, runNative, uniform } from '../test-support.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

interface SoftmaxGolden {
  readonly name: string;
  readonly op: string;
  readonly attrs: { readonly axis: number };
  readonly inputs: { readonly x: GoldenTensor };
  readonly outputs: { readonly y: GoldenTensor };
}

const goldens = JSON.parse(
  readFileSync(new URL('../../../../goldens/softmax.json', import.meta.url), 'utf8'),
) as {
  cases: SoftmaxGolden[];
};
const softmaxGoldens = goldens.cases.filter(
  ({ op, attrs, inputs }) =>
    (op === 'softmax' || op === 'logSoftmax') && [-1, inputs.x.shape.length - 1].includes(attrs.axis),
);

/** Reduces by loops; every group of elements in order. */
function byLoops(
  x: ArrayLike<number>,
  shape: number[],
  axes: number[],
  reduce: (values: number[]) => number,
): number[] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < x.length; i++) {
    let rest = i;
    let key = 0;
    let place = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] as number;
      if (!axes.includes(axis)) {
        key += (rest % size) * place;
        place *= size;
      }
      rest = Math.floor(rest / size);
    }
    groups.set(key, [...(groups.get(key) ?? []), x[i] as number]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, values]) => reduce(values));
}

const reductions = {
  Sum: (v: number[]) => v.reduce((a, b) => a + b, 0),
  Mean: (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length,
  Prod: (v: number[]) => v.reduce((a, b) => a * b, 1),
  Max: (v: number[]) => Math.max(...v),
  Min: (v: number[]) => Math.min(...v),
};

describe.each(backends)('reductions on $description', (backend) => {
  const attrsOf = (name: string, axes: number[]) =>
    name === 'Max' ? { reductionIndices: axes, keepDims: false } : { axis: axes, keepDims: false };

  it.each([
    [[7], [0]],
    [[1000], [0]],
    [[3, 5], [0]],
    [[3, 5], [1]],
    [
      [3, 5],
      [0, 1],
    ],
    [[3, 5], []],
    [[300, 21], [0]],
    [[300, 21], [1]],
    [
      [4, 3, 18, 5],
      [0, 1, 2],
    ],
    [
      [4, 3, 6, 5],
      [0, 2],
    ],
    [
      [4, 3, 6, 5],
      [1, 3],
    ],
    [
      [3, 2, 3, 2, 3],
      [0, 2, 4],
    ],
    [
      [1, 3, 1, 2],
      [0, 2],
    ],
    [[2, 130, 37], [1]],
    [[], []],
  ])('shape %j along %j equals loops in float64', (shape, axes) => {
    const x = uniform(
      1,
      shape.reduce((a, b) => a * b, 1),
    ).map((value) => value + 0.25);
    const outShape = shape.filter((_, axis) => !axes.includes(axis));
    for (const [name, reduce] of Object.entries(reductions)) {
      const out = runNative(backend, name, [floats(x, shape)], attrsOf(name, axes), outShape);
      expectClose(out, byLoops(x, shape, axes, reduce), { absolute: 1e-6, relative: 3e-6 });
    }
    const whole = Array.from(x, (value) => Math.round(value * 1e6));
    for (const name of ['Sum', 'Max', 'Min'] as const) {
      const out = runNative(backend, name, [ints(whole, shape)], attrsOf(name, axes), outShape, 'int32');
      expect([...out]).toEqual(byLoops(whole, shape, axes, reductions[name]));
    }
  });

  it('a sum of a million equal numbers keeps 6 digits, along either axis', () => {
    const x = new Float32Array(2 ** 20).fill(0.1);
    const expected = 0.10000000149011612 * 2 ** 20;
    expectClose(runNative(backend, 'Sum', [floats(x)], { axis: [0], keepDims: false }, []), [expected], {
      relative: 1e-6,
    });
    const tall = runNative(backend, 'Sum', [floats(x, [2 ** 19, 2])], { axis: [0], keepDims: false }, [2]);
    expectClose(tall, [expected / 2, expected / 2], { relative: 1e-6 });
  });

  it('F13: an empty range sums to 0, multiplies to 1, and has no mean', () => {
    for (const [shape, axes, out] of [
      [[0], [0], []],
      [[3, 0], [1], [3]],
      [[0, 3], [0], [3]],
    ] as [number[], number[], number[]][]) {
      const run = (name: string) => [
        ...runNative(backend, name, [floats([], shape)], attrsOf(name, axes), out),
      ];
      const size = out.reduce((a, b) => a * b, 1);
      expect(run('Sum')).toEqual(new Array(size).fill(0));
      expect(run('Prod')).toEqual(new Array(size).fill(1));
      expect(run('Mean')).toEqual(new Array(size).fill(nan));
    }
  });

  it('F38: NaN spreads through maxima, and is the arg of both extremes', () => {
    const x = [1, nan, 3, 2, 9, 9, -inf, inf, 0, -4, -4, 7];
    const run = (name: string) => [...runNative(backend, name, [floats(x, [3, 4])], attrsOf(name, [1]), [3])];
    expect(run('Max')).toEqual([nan, inf, 7]);
    expect(run('Min')).toEqual([nan, -inf, -4]);
    const arg = (name: string, axis: number, shape: number[]) => [
      ...runNative(backend, name, [floats(x, [3, 4])], { axis }, shape, 'int32'),
    ];
    expect(arg('ArgMax', 1, [3])).toEqual([1, 3, 3]);
    expect(arg('ArgMin', 1, [3])).toEqual([1, 2, 1]);
    expect(arg('ArgMax', 0, [4])).toEqual([1, 0, 0, 1]);
    expect(arg('ArgMin', 0, [4])).toEqual([2, 0, 1, 0]);
  });

  it.each(softmaxGoldens)('$name matches SciPy', ({ op, inputs, outputs }) => {
    const last = inputs.x.shape.length - 1;
    const [name, attrs] = op === 'softmax' ? ['Softmax', { dim: last }] : ['LogSoftmax', { axis: last }];
    expectClose(
      runNative(
        backend,
        name as string,
        [floats(inputs.x.values, inputs.x.shape)],
        attrs as { dim: number },
        inputs.x.shape,
      ),
      outputs.y.values,
    );
  });

  it.each([1, 2, 3, 4, 5, 10, 1001])('softmax of rows of %i equals the float64 formula', (count) => {
    const x = uniform(7, 6 * count, 20);
    const rows = Array.from({ length: 6 }, (_, row) => [...x.subarray(row * count, (row + 1) * count)]);
    const expected = rows.flatMap((row) => {
      const sum = row.reduce((total, value) => total + Math.exp(value), 0);
      return row.map((value) => Math.exp(value) / sum);
    });
    expectClose(runNative(backend, 'Softmax', [floats(x, [6, count])], { dim: 1 }, [6, count]), expected, {
      absolute: 1e-7,
    });
    const logs = runNative(backend, 'LogSoftmax', [floats(x, [6, count])], { axis: 1 }, [6, count]);
    expectClose(logs, expected.map(Math.log), { absolute: 1e-5 });
  });

  it('F34: softmax at the extremes', () => {
    const run = (name: string, attrs: { [key: string]: number }, row: number[]) => [
      ...runNative(backend, name, [floats(row, [1, row.length])], attrs, [1, row.length]),
    ];
    expect(run('Softmax', { dim: 1 }, [1e4, 0, -1e4])).toEqual([1, 0, 0]);
    expect(run('Softmax', { dim: 1 }, [-inf, 3, -inf, 3, -inf])).toEqual([0, 0.5, 0, 0.5, 0]);
    expect(run('LogSoftmax', { axis: 1 }, [1e4, 0])).toEqual([0, -1e4]);
    expect(run('LogSoftmax', { axis: 1 }, [-inf, 3])).toEqual([-inf, 0]);
    expect(run('Softmax', { dim: 1 }, [-inf, -inf])).toEqual([nan, nan]);
    expect(run('Softmax', { dim: 1 }, [inf, 1])).toEqual([nan, nan]);
    expect(run('Softmax', { dim: 1 }, [1, nan, 2])).toEqual([nan, nan, nan]);
  });
});
