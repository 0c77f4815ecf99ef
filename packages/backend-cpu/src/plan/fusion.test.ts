import { createHash } from 'node:crypto';
import {
  add,
  type Backend,
  cast,
  clip,
  compile,
  conv2d,
  currentBackend,
  type DeviceProgram,
  greater,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: the op, on tensors
  isFinite,
  leakyRelu,
  matmul,
  maximum,
  maxPool2d,
  Rng,
  relu,
  scope,
  sigmoid,
  step,
  type Tensor,
  tanh,
  tensor,
  useBackend,
  Variable,
  vjp,
  where,
  zeros,
} from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBackends } from '../test-support.js';
import { stepsOf } from './steps.js';

let seed = 0;
const uniform = (...shape: number[]): Tensor => new Rng(seed++).uniform(shape, -1, 1);

interface Row {
  readonly args: () => Tensor[];
  readonly f: (...args: Tensor[]) => Tensor | Tensor[];
  /** How many steps the function comes to. */
  readonly steps: number;
}

const epilogues: Record<string, Row> = {
  'a bias and relu join a small product': {
    args: () => [uniform(9, 5), uniform(5, 7), uniform(7)],
    f: (x, w, b) => relu(matmul(x, w).add(b)),
    steps: 1,
  },
  'a bias and tanh join a large product': {
    args: () => [uniform(211, 130), uniform(130, 75), uniform(75)],
    f: (x, w, b) => tanh(matmul(x, w).add(b)),
    steps: 1,
  },
  'sigmoid joins without a bias': {
    args: () => [uniform(64, 200), uniform(33, 200)],
    f: (x, w) => sigmoid(matmul(x, w, { transposeB: true })),
    steps: 1,
  },
  'a bias [1, columns] on the left joins a batch with one right operand': {
    args: () => [uniform(3, 40, 30), uniform(30, 20), uniform(1, 20)],
    f: (x, w, b) => add(b, matmul(x, w)),
    steps: 1,
  },
  'a batch of products keeps what follows it to itself': {
    args: () => [uniform(3, 4, 5), uniform(3, 5, 6), uniform(6)],
    f: (x, w, b) => relu(matmul(x, w).add(b)),
    steps: 2,
  },
  'a bias and relu join a convolution over columns': {
    args: () => [uniform(2, 12, 11, 3), uniform(5, 5, 3, 6), uniform(6)],
    f: (x, w, b) => relu(conv2d(x, w).add(b)),
    steps: 1,
  },
  'a bias and relu join a convolution by tiles': {
    args: () => [uniform(8, 14, 13, 9), uniform(3, 3, 9, 10), uniform(10)],
    f: (x, w, b) => relu(conv2d(x, w, { padding: 'same' }).add(b)),
    steps: 1,
  },
  'a bias and tanh follow a convolution that reads the image': {
    args: () => [uniform(2, 12, 11, 3), uniform(3, 3, 3, 9), uniform(9)],
    f: (x, w, b) => tanh(conv2d(x, w, { strides: 2 }).add(b)),
    steps: 1,
  },
  'sigmoid follows a convolution by tiles, without a bias': {
    args: () => [uniform(8, 14, 13, 9), uniform(3, 3, 9, 10)],
    f: (x, w) => sigmoid(conv2d(x, w)),
    steps: 1,
  },
  'a product that is read twice stays': {
    args: () => [uniform(9, 5), uniform(5, 7), uniform(7)],
    f: (x, w, b) => {
      const product = matmul(x, w);
      return relu(product.add(b)).mul(product);
    },
    steps: 2,
  },
  'a sum that is returned ends the epilogue': {
    args: () => [uniform(9, 5), uniform(5, 7), uniform(7)],
    f: (x, w, b) => {
      const sum = matmul(x, w).add(b);
      return [sum, relu(sum)];
    },
    steps: 2,
  },
  'a value per row is no bias': {
    args: () => [uniform(7, 5), uniform(5, 7), uniform(7, 1)],
    f: (x, w, b) => matmul(x, w).add(b),
    steps: 2,
  },
  'a product that an addition stretches stays': {
    args: () => [uniform(7, 5), uniform(5, 1), uniform(4)],
    f: (x, w, b) => matmul(x, w).add(b),
    steps: 2,
  },
  'a product of itself plus itself': {
    args: () => [uniform(6, 6)],
    f: (x) => matmul(x, x).add(matmul(x, x)),
    steps: 2,
  },
};

/** The gradient of pooling what relu makes of x. */
const pooledGradient =
  (windowSize: number, strides: number) =>
  (x: Tensor): Tensor =>
    vjp((each) => maxPool2d(relu(each), windowSize, { strides }), x).pullback(
      maxPool2d(x, windowSize, { strides }).mul(0.3),
    )[0] as Tensor;

const pools: Record<string, Row> = {
  'the gradient of pooling takes over that of relu': {
    args: () => [uniform(3, 7, 9, 8)],
    f: pooledGradient(2, 2),
    steps: 5,
  },
  'windows that overlap keep it apart': {
    args: () => [uniform(3, 7, 9, 8)],
    f: pooledGradient(3, 2),
    steps: 6,
  },
  'the slope of something else stays': {
    args: () => [uniform(2, 4, 4, 4), uniform(2, 2, 2, 4)],
    f: (x, dy) => {
      const gradient = vjp((each) => maxPool2d(each, 2), x).pullback(dy)[0] as Tensor;
      return gradient.mul(step(x.mul(-1)));
    },
    steps: 3,
  },
};

const chains: Record<string, Row> = {
  'rows, columns and numbers are stretched inside of a chain': {
    args: () => [uniform(70, 10), uniform(10), uniform(70, 1)],
    f: (x, row, column) => x.mul(row).sub(column).mul(0.5).add(row).div(column),
    steps: 1,
  },
  'rows that are as long as several tiles': {
    args: () => [uniform(5, 1600), uniform(1600), uniform(5, 1)],
    f: (x, row, column) => tanh(x.mul(row).sub(column)),
    steps: 1,
  },
  'rows too long and odd for tiles stay out': {
    args: () => [uniform(5, 1601), uniform(1601)],
    f: (x, row) => x.mul(2).sub(row).add(1),
    steps: 3,
  },
  'two lengths of rows make two chains': {
    args: () => [uniform(4, 6, 8), uniform(8), uniform(6, 8)],
    f: (x, row, matrix) => x.mul(2).add(row).mul(matrix).add(1),
    steps: 2,
  },
  'masks, choices, casts and attributes': {
    args: () => [uniform(999), uniform(999)],
    f: (x, y) => {
      const mask = greater(x, y);
      return where(mask, clip(x, -0.5, 0.25), leakyRelu(y, 0.3)).add(cast(mask, 'float32'));
    },
    steps: 1,
  },
  'what an outsider reads ends a chain': {
    args: () => [uniform(30, 4)],
    f: (x) => {
      const y = x.mul(x).add(1);
      return y.mul(y.sum([0]));
    },
    steps: 3,
  },
  'a row that nobody needs any more is not written over': {
    args: () => [uniform(64, 48)],
    f: (x) => matmul(x.sub(x.sum([0])).mul(0.5), x.sub(x.max([0])).add(1), { transposeB: true }),
    steps: 5,
  },
  'several results of one chain, over many chunks': {
    args: () => [uniform(150_001), uniform(150_001)],
    f: (x, y) => {
      const sum = x.add(y);
      const product = sum.mul(x);
      return [product, sum.sub(product), product.square().add(y)];
    },
    steps: 1,
  },
  'a chain of scalars beside one of vectors': {
    args: () => [uniform(100), tensor(3)],
    f: (x, n) => x.mul(n.add(1).square()).add(n),
    steps: 2,
  },
  'a condition that is one for all': {
    args: () => [uniform(500), uniform(40), tensor([1, Number.NaN])],
    f: (x, y, z) => [y, z].map((each) => where(isFinite(each.sum()), x.mul(2).add(1), x)),
    steps: 5,
  },
  'nothing in, nothing out': { args: () => [zeros([0, 3])], f: (x) => x.add(1).mul(x), steps: 2 },
};

describe.each(planBackends(3))('fusion $place', ({ make: makeBackend }) => {
  let before: Backend;
  let backend: Backend;
  let programs: DeviceProgram[] = [];
  beforeAll(async () => {
    before = currentBackend();
    backend = await useBackend(makeBackend());
    const { compile: prepare } = backend as Required<Backend>;
    backend.compile = (program) => {
      programs.push(program);
      return prepare.call(backend, program);
    };
  });
  afterAll(async () => {
    await useBackend(before);
    backend.dispose();
  });

  /** Runs a function by itself and compiled; gives digests of the bits of both, and the steps of the plan. */
  async function both({ args: make, f }: Omit<Row, 'steps'>) {
    programs = [];
    using compiled = compile(f);
    const results = scope(() => {
      const args = make();
      return [compiled(...args), compiled(...args), f(...args)];
    });
    const [given, again, expected] = await Promise.all(results.map((each) => digests([each].flat())));
    return { given, again, expected, steps: stepsOf(programs[0] as DeviceProgram) };
  }

  it.each(Object.entries({ ...epilogues, ...pools, ...chains }))('%s; the bits stay', async (_, row) => {
    const { given, again, expected, steps } = await both(row);
    expect(given).toEqual(expected);
    expect(again).toEqual(expected);
    expect(steps.length).toBe(row.steps);
  });

  it('a NaN under pooling and relu comes back as NaN, compiled as well as not', async () => {
    const values = new Float32Array(2 * 4 * 4 * 4).map((_, i) => (i % 7 === 0 ? Number.NaN : (i % 5) - 2));
    const f = pooledGradient(2, 2);
    using compiled = compile(f);
    const [given, expected] = scope(() => {
      const x = tensor(values, [2, 4, 4, 4]);
      return [compiled(x), f(x)];
    }) as [Tensor, Tensor];
    expect(await given.data()).toEqual(await expected.data());
    for (const each of [given, expected]) each.dispose();
  });

  it('random functions of rows, columns and whole matrices give the bits of single calls', async () => {
    for (let i = 0; i < 60; i++) {
      const sizes = random(i);
      const [rows, columns] = [1 + sizes(40), 1 + sizes(sizes(2) ? 9 : 700)];
      const shapes = [[rows, columns], [columns], [rows, 1], [1, columns], [], [rows, columns]];
      const { given, expected } = await both({
        args: () => shapes.map((shape) => uniform(...shape)),
        f: (...args) => {
          const draw = random(i + 1000);
          const values = [...args];
          const pick = () => values[draw(values.length)] as Tensor;
          for (let k = 0; k < 12; k++) {
            const operation = operations[draw(operations.length)] as Operation;
            values.push(operation(pick(), pick()));
          }
          return values.slice(args.length).filter((_, k) => k % 4 === 3);
        },
      });
      expect(given, `seed ${i}, [${rows}, ${columns}]`).toEqual(expected);
    }
  });

  it('cells that one chain reads and writes hold what single calls would leave', async () => {
    const make = () => [uniform(700, 3), zeros([700, 3]), uniform(700, 3)].map((t) => new Variable(t));
    seed = 500;
    const eager = make();
    seed = 500;
    const planned = make();
    const update = ([w, m, v]: readonly Variable[], gradient: Tensor) => {
      const [p, q, r] = [w, m, v] as [Variable, Variable, Variable];
      q.assign(q.value.mul(0.9).add(gradient.mul(0.1)));
      // Reads the old value of a cell after another was written, and the new one.
      const old = r.value.reshape([700, 3]);
      r.assign(old.mul(0.99).add(gradient.square()));
      p.assign(old.mul(0.001).add(p.value.sub(q.value.div(r.value.add(1).sqrt()))));
    };
    using step = compile((gradient: Tensor) => update(planned, gradient));
    for (let i = 0; i < 4; i++) {
      scope(() => {
        const gradient = uniform(700, 3);
        step(gradient);
        update(eager, gradient);
      });
    }
    const values = (cells: readonly Variable[]) => Promise.all(cells.map(({ value }) => value.data()));
    expect(await values(planned)).toEqual(await values(eager));
    for (const cell of [...eager, ...planned]) cell.dispose();
  });
});

/** Digests of the values of tensors, which are freed. */
function digests(tensors: readonly Tensor[]): Promise<string[]> {
  return Promise.all(
    tensors.map(async (tensor) => {
      using own = tensor;
      return createHash('sha256')
        .update(await own.data())
        .digest('hex');
    }),
  );
}

type Operation = (a: Tensor, b: Tensor) => Tensor;

const operations: readonly Operation[] = [
  (a, b) => a.add(b),
  (a, b) => a.mul(b),
  (a, b) => a.sub(b),
  (a, b) => maximum(a, b),
  (a) => tanh(a),
  (a) => relu(a),
  (a) => a.square(),
  (a) => clip(a, -0.5, 0.5),
  (a, b) => where(greater(a.add(b), 0), a.add(b), a.mul(b)),
  (a) => a.mul(0.7),
];

/** Whole numbers below what is asked for. */
function random(start: number): (below: number) => number {
  let s = (start * 7919 + 13) >>> 0;
  return (below) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 2 ** 32) * below);
  };
}
