import { compile, currentBackend, mod, scope, type Tensor, tensor, useBackend } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, bools, floats, ints, runNative, uniform } from '../test-support.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

/** erf by its series, and by its continued fraction further out. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 100; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = a;
  for (let k = 200; k >= 1; k--) fraction = a + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / (fraction * Math.sqrt(Math.PI)));
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

const selu = (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

const unaryCases: readonly (readonly [string, (x: number) => number])[] = [
  ['Neg', (x) => -x],
  ['Abs', Math.abs],
  ['Sign', (x) => (Number.isNaN(x) ? nan : Math.sign(x))],
  ['Exp', Math.exp],
  ['Expm1', Math.expm1],
  ['Log', Math.log],
  ['Log1p', Math.log1p],
  ['Sqrt', Math.sqrt],
  ['Rsqrt', (x) => 1 / Math.sqrt(x)],
  ['Square', (x) => x * x],
  ['Reciprocal', (x) => 1 / x],
  ['Sin', Math.sin],
  ['Cos', Math.cos],
  ['Tan', Math.tan],
  ['Asin', Math.asin],
  ['Acos', Math.acos],
  ['Atan', Math.atan],
  ['Sinh', Math.sinh],
  ['Cosh', Math.cosh],
  ['Asinh', Math.asinh],
  ['Acosh', Math.acosh],
  ['Atanh', Math.atanh],
  ['Tanh', Math.tanh],
  ['Sigmoid', (x) => 1 / (1 + Math.exp(-x))],
  ['Relu', (x) => (Number.isNaN(x) ? nan : Math.max(x, 0))],
  ['Relu6', (x) => (Number.isNaN(x) ? nan : Math.min(Math.max(x, 0), 6))],
  ['Elu', (x) => (x > 0 ? x : Math.expm1(x))],
  ['Selu', selu],
  ['Softplus', softplus],
  ['Erf', (x) => (Number.isNaN(x) ? nan : Math.abs(x) === inf ? Math.sign(x) : erf(x))],
  ['Floor', Math.floor],
  ['Ceil', Math.ceil],
  ['Round', roundHalfToEven],
];

const extremes = [
  0,
  -0,
  1e-45,
  -1e-45,
  1e-38,
  -1e-38,
  1e-10,
  -1e-10,
  0.5,
  -0.5,
  1.5,
  -1.5,
  2.5,
  -2.5,
  87,
  -87,
  88.5,
  89,
  -89,
  -100,
  -103.5,
  -104,
  104,
  200,
  -200,
  400,
  -400,
  1e4,
  -1e4,
  1e6,
  2e6,
  -3e7,
  1e10,
  3e38,
  -3e38,
  inf,
  -inf,
  nan,
];

describe.each(backends)('elementwise kernels on $description', (backend) => {
  it.each(unaryCases)('%s equals the float64 formula to 4e-7, extremes and NaN too', (name, formula) => {
    const grid = Array.from({ length: 4001 }, (_, i) => -10 + i / 200);
    const near = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 1000);
    const wide = [...uniform(3, 3000, 100), ...uniform(4, 1000, 1e5)];
    const x = Float32Array.from([...extremes, ...grid, ...near, ...wide]);
    const expected = Float32Array.from(x, (value) => formula(value));
    const actual = runNative(backend, name, [floats(x)], {}, [x.length]);
    // Below the smallest normal number only the absolute error is bounded.
    for (let i = 0; i < x.length; i++) {
      const [a, e] = [actual[i] as number, expected[i] as number];
      const isNear = Object.is(a, e) || a === e || Math.abs(a - e) <= 2e-44 + 4e-7 * Math.abs(e);
      // Sine and cosine near their zeros: the absolute error counts.
      const isNearZero = (name === 'Sin' || name === 'Cos') && Math.abs(a - e) <= 1e-7;
      if (!isNear && !isNearZero) expect.fail(`${name}(${x[i]}) is ${a}, expected ${e}`);
    }
  });

  it.each([
    ['Relu', 3.5, -3.5],
    ['Sigmoid', 0.25, 0.75],
    ['Exp', 1, 2],
  ] as const)('%s handles every size from 0 to 9', (name, low, high) => {
    for (let size = 0; size < 10; size++) {
      const x = Array.from({ length: size }, (_, i) => low + (high - low) * i);
      const all = runNative(backend, name, [floats(x)], {}, [size]);
      const one = x.map((value) => runNative(backend, name, [floats([value], [])], {}, [])[0]);
      expect([...all]).toEqual(one);
    }
  });

  it('LeakyRelu, Step and ClipByValue follow their attributes', () => {
    const x = [-2, -0.5, 0, 0.5, 2, inf, -inf, nan];
    const run = (name: string, attrs: { [key: string]: number }) => [
      ...runNative(backend, name, [floats(x)], attrs, [8]),
    ];
    expect(run('LeakyRelu', { alpha: 0.25 })).toEqual([-0.5, -0.125, 0, 0.5, 2, inf, -inf, nan]);
    expect(run('Step', { alpha: 0 })).toEqual([0, 0, 0, 1, 1, 1, 0, nan]);
    expect(run('ClipByValue', { clipValueMin: -1, clipValueMax: 1 })).toEqual([
      -1,
      -0.5,
      0,
      0.5,
      1,
      1,
      -1,
      nan,
    ]);
  });

  const binaryCases: readonly (readonly [string, (a: number, b: number) => number])[] = [
    ['Add', (a, b) => a + b],
    ['Sub', (a, b) => a - b],
    ['Multiply', (a, b) => a * b],
    ['RealDiv', (a, b) => a / b],
    ['Maximum', Math.max],
    ['Minimum', Math.min],
    ['SquaredDifference', (a, b) => (a - b) ** 2],
    ['Pow', (a, b) => (a === 1 || b === 0 ? 1 : a ** b)],
    ['Mod', (a, b) => (a % b !== 0 && a % b < 0 !== b < 0 ? (a % b) + b : a % b)],
    ['FloorDiv', (a, b) => Math.floor(a / b)],
    ['Prelu', (x, alpha) => (x < 0 ? alpha * x : x)],
    ['EluGrad', (dy, y) => (y >= 0 ? dy : dy * (y + 1))],
  ];

  it.each(binaryCases)('%s equals the formula, extremes and NaN too', (name, formula) => {
    const special = [0, -0, 1, -1, 2, 0.5, -3, 1e-40, 1e30, -1e30, 3e38, inf, -inf, nan];
    const a = Float32Array.from([...special.flatMap((x) => special.map(() => x)), ...uniform(1, 1001, 5)]);
    const b = Float32Array.from([...special.flatMap(() => special), ...uniform(2, 1001, 5)]);
    const expected = Float32Array.from(a, (x, i) => formula(x, b[i] as number));
    const actual = runNative(backend, name, [floats(a), floats(b)], {}, [a.length]);
    expectClose(actual, expected, { absolute: 1e-44, relative: 2e-7 });
  });

  it.each([
    [
      [4, 5, 6],
      [4, 5, 6],
    ],
    [[4, 5, 6], []],
    [[], [4, 5, 6]],
    [[4, 5, 6], [6]],
    [[6], [4, 5, 6]],
    [
      [4, 5, 6],
      [5, 1],
    ],
    [
      [4, 1, 6],
      [1, 5, 1],
    ],
    [
      [3, 1, 2, 1, 5],
      [4, 1, 6, 1],
    ],
    [
      [1, 1],
      [7, 3],
    ],
    [
      [2, 1, 2, 1, 2, 1],
      [1, 3, 1, 3, 1, 3],
    ],
    [
      [1, 0, 3],
      [2, 1, 3],
    ],
    [[0], [1]],
  ])('F17: %j and %j broadcast', (shapeA, shapeB) => {
    const rank = Math.max(shapeA.length, shapeB.length);
    const sizeAt = (shape: number[], axis: number) => shape[axis - rank + shape.length] ?? 1;
    const shape = Array.from({ length: rank }, (_, axis) =>
      sizeAt(shapeA, axis) === 1 ? sizeAt(shapeB, axis) : sizeAt(shapeA, axis),
    );
    const size = (of: number[]) => of.reduce((a, b) => a * b, 1);
    const valueAt = (values: Float32Array, from: number[], index: number) => {
      let [rest, at, step] = [index, 0, 1];
      for (let axis = rank - 1; axis >= 0; axis--) {
        if (sizeAt(from, axis) > 1) at += (rest % (shape[axis] as number)) * step;
        rest = Math.floor(rest / (shape[axis] as number));
        step *= sizeAt(from, axis);
      }
      return values[at] as number;
    };
    const [a, b] = [uniform(1, size(shapeA)), uniform(2, size(shapeB))];
    const pairs = Array.from(
      { length: size(shape) },
      (_, i) => [valueAt(a, shapeA, i), valueAt(b, shapeB, i)] as const,
    );
    const inputs = [floats(a, shapeA), floats(b, shapeB)];
    expectClose(
      runNative(backend, 'Sub', inputs, {}, shape),
      pairs.map(([x, y]) => x - y),
    );
    const less = runNative(backend, 'Less', inputs, {}, shape, 'bool');
    expect([...less]).toEqual(pairs.map(([x, y]) => Number(x < y)));
    const [p, q] = [Array.from(a, (x) => Number(x > 0)), Array.from(b, (x) => Number(x > 0))];
    const and = runNative(backend, 'LogicalAnd', [bools(p, shapeA), bools(q, shapeB)], {}, shape, 'bool');
    expect([...and]).toEqual(pairs.map(([x, y]) => Number(x > 0 && y > 0)));
  });

  it('comparisons give 0 and 1, and NaN equals nothing', () => {
    const [a, b] = [
      [1, 2, nan, -0, inf],
      [2, 1, nan, 0, inf],
    ];
    const run = (name: string) => [...runNative(backend, name, [floats(a), floats(b)], {}, [5], 'bool')];
    expect(run('Equal')).toEqual([0, 0, 0, 1, 1]);
    expect(run('NotEqual')).toEqual([1, 1, 1, 0, 0]);
    expect(run('Less')).toEqual([1, 0, 0, 0, 0]);
    expect(run('LessEqual')).toEqual([1, 0, 0, 1, 1]);
    expect(run('Greater')).toEqual([0, 1, 0, 0, 0]);
    expect(run('GreaterEqual')).toEqual([0, 1, 0, 1, 1]);
    expect([...runNative(backend, 'IsNan', [floats(a)], {}, [5], 'bool')]).toEqual([0, 0, 1, 0, 0]);
  });

  it('whole numbers: exact beyond 2²⁴, wrapping at 2³¹', () => {
    const [a, b] = [
      [2 ** 31 - 1, -(2 ** 31), 16777217, 65537, -7],
      [1, 1, 16777216, 65537, 2],
    ];
    const run = (name: string, dtype: 'int32' | 'bool' = 'int32') => [
      ...runNative(backend, name, [ints(a), ints(b)], {}, [5], dtype),
    ];
    expect(run('Add')).toEqual([-(2 ** 31), -(2 ** 31) + 1, 33554433, 131074, -5]);
    expect(run('Sub')).toEqual([2 ** 31 - 2, 2 ** 31 - 1, 1, 0, -9]);
    expect(run('Multiply')).toEqual(a.map((x, i) => Math.imul(x, b[i] as number)));
    expect(run('Maximum')).toEqual([2 ** 31 - 1, 1, 16777217, 65537, 2]);
    expect(run('Minimum')).toEqual([1, -(2 ** 31), 16777216, 65537, -7]);
    expect(run('Equal', 'bool')).toEqual([0, 0, 0, 1, 0]);
    expect(run('Greater', 'bool')).toEqual([1, 0, 1, 0, 0]);
    expect(run('GreaterEqual', 'bool')).toEqual([1, 0, 1, 1, 0]);
    expect(run('LessEqual', 'bool')).toEqual([0, 1, 0, 1, 1]);
    expect([...runNative(backend, 'Abs', [ints([-3, 4])], {}, [2], 'int32')]).toEqual([3, 4]);
  });

  it.each(['Sin', 'Cos', 'Tan'])(
    '%s of an angle has the same bits beside a small one and a large one',
    (name) => {
      const angles = [...uniform(3, 500)].map((angle) => 10 * angle);
      const beside = (other: number) =>
        runNative(backend, name, [floats(angles.flatMap((angle) => [angle, other]))], {}, [1000]).filter(
          (_, i) => i % 2 === 0,
        );
      expect(beside(1e30)).toEqual(beside(1));
    },
  );

  it('logic and Select', () => {
    const [p, q] = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    expect([...runNative(backend, 'LogicalOr', [bools(p), bools(q)], {}, [4], 'bool')]).toEqual([0, 1, 1, 1]);
    expect([...runNative(backend, 'LogicalNot', [bools(p)], {}, [4], 'bool')]).toEqual([1, 1, 0, 0]);
    const condition = Array.from({ length: 37 }, (_, i) => Number(i % 3 === 0));
    const [a, b] = [uniform(1, 37), uniform(2, 37)];
    const chosen = runNative(backend, 'Select', [bools(condition), floats(a), floats(b)], {}, [37]);
    expect([...chosen]).toEqual(condition.map((c, i) => (c ? a[i] : b[i])));
    const scalar = runNative(backend, 'Select', [bools(condition), floats([nan], []), floats(b)], {}, [37]);
    expect([...scalar]).toEqual(condition.map((c, i) => (c ? nan : b[i])));
    for (const all of [0, 1]) {
      const given = runNative(backend, 'Select', [bools([all], []), floats(a), floats(b)], {}, [37]);
      expect([...given]).toEqual([...(all ? a : b)]);
    }
  });

  it('a plan that divides whole numbers by 0 says so, and runs again', async () => {
    const before = currentBackend();
    await useBackend(backend);
    scope(() => {
      using rest = compile((a: Tensor, b: Tensor) => mod(a, b).add(1) as Tensor);
      const whole = (...values: number[]) => tensor(Int32Array.from(values)) as Tensor;
      const a = whole(7, -7, 7, -7, 5);
      expect([...rest(a, whole(4, 4, -4, -4, 5)).dataSync()]).toEqual([4, 2, 0, -2, 1]);
      expect(() => rest(a, whole(4, 4, -4, -4, 0))).toThrowErrorMatchingInlineSnapshot(`
        [ValueError: mod: an int32 divisor is 0
          fix: divide float32: cast(a, 'float32')]
      `);
      expect([...rest(a, whole(1, 2, 3, 4, 5)).dataSync()]).toEqual([1, 2, 2, 2, 1]);
    });
    await useBackend(before);
  });
});
