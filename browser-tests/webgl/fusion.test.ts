import { webgl } from '@descent/backend-webgl';
import * as core from '@descent/core';
import {
  type Backend,
  compile,
  Rng,
  referenceBackend,
  type Tensor,
  tensor,
  useBackend,
  where,
} from '@descent/core';
import { isFull, trainSmallNet } from '@descent/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { latestContext } from './contexts.js';

let backend: Backend;
beforeAll(async () => {
  backend = await useBackend(webgl());
});
afterAll(async () => {
  await useBackend(referenceBackend());
  backend.dispose();
});
afterEach(() => vi.restoreAllMocks());

type Values = ArrayLike<number>;

function expectClose(actual: Values, expected: Values, title: string, tolerance = 1e-6): void {
  expect(actual.length, title).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a, w] = [actual[i] as number, expected[i] as number];
    const isClose = Object.is(a, w) || a === w || Math.abs(a - w) <= tolerance * (1 + Math.abs(w));
    expect(isClose, `${title}: element ${i} is ${a}, not ${w}`).toBe(true);
  }
}

/** Compares a function compiled, whose calls are shaders of several, with its calls one by one. */
async function expectAlone(
  f: (...args: Tensor[]) => Tensor,
  args: readonly Tensor[],
  title: string,
  tolerance?: number,
): Promise<void> {
  using compiled = compile(f);
  using alone = f(...args);
  const expected = await alone.data();
  // The second run reads what the first one laid out.
  for (const run of ['first', 'second']) {
    using together = compiled(...args);
    expect(together.shape, title).toEqual(alone.shape);
    expectClose(await together.data(), expected, `${title}, ${run} run`, tolerance);
  }
}

function random(shape: readonly number[], seed = 5): Tensor {
  const rng = new Rng(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  using flat = tensor(Float32Array.from(rng.uniformArray(count), (draw) => draw * 4 - 2));
  rng.dispose();
  return flat.reshape(shape);
}

const numbers = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  1,
  -1,
  0.5,
  -2.5,
  3,
  1e-3,
  70,
  -70,
];

const unary = [
  'abs',
  'acos',
  'acosh',
  'asin',
  'asinh',
  'ceil',
  'cos',
  'cosh',
  'elu',
  'exp',
  'expm1',
  'floor',
  'leakyRelu',
  'log',
  'log1p',
  'logSigmoid',
  'neg',
  'reciprocal',
  'relu',
  'relu6',
  'rsqrt',
  'selu',
  'sigmoid',
  'sign',
  'sin',
  'sinh',
  'softplus',
  'sqrt',
  'square',
  'step',
  'swish',
  'tan',
  'tanh',
] as const;
const binary = [
  'add',
  'atan2',
  'div',
  'equal',
  'floorDiv',
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'maximum',
  'minimum',
  'mod',
  'mul',
  'notEqual',
  'pow',
  'prelu',
  'squaredDifference',
  'sub',
] as const;
const tests = ['isFinite', 'isInf', 'isNan'] as const;
const logic = ['logicalAnd', 'logicalOr', 'logicalXor'] as const;

type Op = (...args: Tensor[]) => Tensor;
const opOf = (name: string): Op => (core as unknown as Record<string, Op>)[name] as Op;

/** Drivers in software take a moment for each shader: one case in three, with DESCENT_FULL=1 all. */
const some = <T>(cases: readonly T[]): T[] => cases.filter((_, i) => isFull || i % 3 === 0);

describe('calls that share a shader give what they give alone', () => {
  it.each(some(unary))('%s, of NaN, infinities and numbers', async (name) => {
    using x = tensor(numbers);
    await expectAlone((a) => opOf(name)(a.mul(1)).mul(2), [x], name);
  });

  it.each(some(binary))('%s, of every pair', async (name) => {
    using x = tensor(numbers).reshape([numbers.length, 1]);
    using y = tensor(numbers);
    // prelu takes the slope of the last axis.
    using grid = x.add(y.mul(0));
    await expectAlone(
      (a, b) => where(opOf(name)(a as Tensor, b as Tensor).cast('bool'), a as Tensor, b as Tensor),
      [grid, y],
      name,
    );
    await expectAlone(
      (a, b) =>
        opOf(name)((a as Tensor).mul(1), (b as Tensor).mul(1))
          .cast('float32')
          .mul(3),
      [grid, y],
      name,
    );
  });

  it.each(tests)('%s', async (name) => {
    using x = tensor(numbers);
    await expectAlone((a) => where(opOf(name)(a), 1, a.mul(2)), [x], name);
  });

  it.each(logic)('%s', async (name) => {
    using x = tensor([true, true, false, false, true]);
    using y = tensor([true, false, true, false, false]);
    await expectAlone(
      (a, b) =>
        opOf(name)(core.logicalNot(a as Tensor), b as Tensor)
          .cast('float32')
          .mul(2),
      [x, y],
      name,
    );
  });

  const shapes = [
    [],
    [1],
    [7],
    [8],
    [1, 1],
    [3, 5],
    [4, 6],
    [1, 9],
    [9, 1],
    [2, 3, 5],
    [3, 4, 4],
    [2, 5, 5, 3],
    [2, 4, 4, 6],
    [2, 1, 3, 3, 2],
  ];
  it.each(some(shapes).map((shape) => [shape]))(
    'in shape [%s]: rows, columns and numbers beside it, and sums of it',
    async (shape) => {
      using x = random(shape);
      using y = random(shape, 6);
      using rows = random(shape.slice(-1), 7);
      using columns = random([...shape.slice(0, -1), ...(shape.length ? [1] : [])], 8);
      await expectAlone(
        (a, b, r, c) =>
          core.sqrt(
            (a as Tensor)
              .mul(b as Tensor)
              .add(r as Tensor)
              .square()
              .add(c as Tensor)
              .abs()
              .add(1e-3),
          ),
        [x, y, rows, columns],
        'chain',
      );
      await expectAlone(
        (a, b) =>
          (a as Tensor)
            .sub(b as Tensor)
            .square()
            .sum(),
        [x, y],
        'sum',
        1e-5,
      );
      await expectAlone(
        (a, b) => core.sum((a as Tensor).sub(b as Tensor).square(), undefined, { keepDims: true }),
        [x, y],
        'kept sum',
        1e-5,
      );
      // What the product of matrices makes of the rest of a pixel.
      const [size] = shape.slice(-1);
      if (shape.length === 2) {
        using z = random([size as number, 3], 9);
        await expectAlone(
          (a, b, m) => core.matmul((a as Tensor).exp().add(b as Tensor), m as Tensor),
          [x, y, z],
          'product',
          1e-5,
        );
      }
    },
  );

  it('with values of other shapes, of whole numbers and of sums between them', async () => {
    using x = random([6, 4]);
    using i = tensor(new Int32Array([3, 1, 2, 0]));
    await expectAlone(
      (a, k) => {
        const wide = (a as Tensor).add(1).reshape([4, 6]).mul(2).transpose();
        const whole = (k as Tensor).add(1).mul(2);
        return wide.sub((a as Tensor).sum(0, { keepDims: true }).mul(whole.cast('float32')));
      },
      [x, i],
      'mixed',
      1e-5,
    );
  });

  it('with more inputs than a shader reads, and more calls than one has', async () => {
    const all = Array.from({ length: 24 }, (_, i) => random([5, 3], i));
    await expectAlone(
      (...args) => args.reduce((sum, each, i) => sum.add(each.mul(i + 1))).tanh(),
      all,
      'inputs',
      1e-5,
    );
    await expectAlone(
      (a) => Array.from({ length: 130 }).reduce((y: Tensor) => y.mul(0.99).add(0.01), a),
      [all[0] as Tensor],
      'calls',
      1e-5,
    );
    for (const each of all) each.dispose();
  });

  it('where several results need one value', async () => {
    using x = random([4, 6]);
    const f = (a: Tensor): Tensor[] => {
      const shared = a.mul(a).add(1).sqrt();
      return [shared.mul(2), shared.sub(a), shared, shared.sum()];
    };
    using compiled = compile(f);
    const [together, alone] = [compiled(x), f(x)];
    for (const [i, each] of alone.entries()) {
      expectClose(await (together[i] as Tensor).data(), await each.data(), `result ${i}`, 1e-5);
    }
    for (const each of [...together, ...alone]) each.dispose();
  });
});

describe('convolutions as products of matrices', () => {
  const rows = [
    { x: [2, 6, 6, 4], filter: [3, 3, 4, 6], padding: 'same' },
    { x: [2, 7, 5, 3], filter: [3, 2, 3, 5], padding: 'valid' },
    { x: [1, 9, 9, 1], filter: [5, 5, 1, 3], padding: 2 },
    { x: [3, 8, 7, 2], filter: [3, 3, 2, 1], padding: 'same', dilations: 2 },
    { x: [2, 9, 8, 3], filter: [3, 3, 3, 4], padding: 'same', strides: 2 },
    { x: [2, 5, 5, 3], filter: [1, 1, 3, 2], padding: 'valid' },
    { x: [2, 5, 5, 4], filter: [1, 1, 4, 2], padding: 1 },
    {
      x: [1, 6, 6, 2],
      filter: [2, 3, 2, 4],
      padding: [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ],
    },
  ] as const;
  it.each(some(rows))(
    '$x by $filter, padding $padding, strides $strides, dilations $dilations',
    async (row) => {
      const { x, filter, ...options } = row;
      const resultsOn = async (place: Backend): Promise<Values[]> => {
        const [image, taps] = await Promise.all([random(x), random(filter, 6)].map((each) => each.to(place)));
        const conv = (a: Tensor, w: Tensor): Tensor =>
          core
            .conv2d(a, w, options as object)
            .square()
            .sum() as Tensor;
        const y = core.conv2d(image as Tensor, taps as Tensor, options as object);
        const [dx, dw] = core.grad(conv)(image as Tensor, taps as Tensor) as unknown as [Tensor, Tensor];
        return Promise.all([y, dx, dw].map((each) => each.data()));
      };
      const [actual, expected] = [await resultsOn(backend), await resultsOn(referenceBackend())];
      for (const [i, values] of expected.entries()) {
        expectClose(actual[i] as Values, values, ['y', 'dx', 'dw'][i] as string, 1e-4);
      }
    },
  );
});

it('a step of Adam draws few times, and compiles nothing once it runs', async () => {
  const { gl } = latestContext();
  const draws = vi.spyOn(gl, 'drawElements');
  const links = vi.spyOn(gl, 'linkProgram');
  const seen: { readonly draws: number; readonly links: number }[] = [];
  await trainSmallNet({
    epochs: 2,
    backupEvery: 'off',
    callbacks: [
      {
        onBatchEnd() {
          seen.push({ draws: draws.mock.calls.length, links: links.mock.calls.length });
        },
      },
    ],
  });
  const [before, after] = [seen[12], seen[18]] as [(typeof seen)[number], (typeof seen)[number]];
  expect(after.links).toBe(before.links);
  expect((after.draws - before.draws) / 6).toBeLessThan(70);
});
