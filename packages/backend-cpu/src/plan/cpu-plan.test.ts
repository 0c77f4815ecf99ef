import {
  add,
  type Backend,
  batchNorm,
  compile,
  conv2d,
  currentBackend,
  discard,
  type Kernel,
  matmul,
  maxPool2d,
  moments,
  Rng,
  relu,
  scope,
  softmax,
  type Tensor,
  type TensorSpec,
  type TypedArray,
  tensor,
  useBackend,
  Variable,
  variableGradients,
  zeros,
} from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpu } from '../cpu.js';
import { builds, nativeKernel, planBackends } from '../test-support.js';

let seed = 0;
const uniform = (...shape: number[]): Tensor => new Rng(seed++).uniform(shape, -1, 1);

/** Functions of the arguments beside them, in the ways that layers and losses use ops. */
const functions: Record<string, [() => Tensor[], (...args: Tensor[]) => Tensor | Tensor[]]> = {
  'a dense layer with rows of 7': [
    () => [uniform(33, 5), uniform(5, 7), uniform(7)],
    (x, w, b) => relu(matmul(x, w).add(b)),
  ],
  'a large dense layer': [
    () => [uniform(300, 200), uniform(200, 150), uniform(150)],
    (x, w, b) => softmax(matmul(x, w).add(b).tanh()),
  ],
  'a convolution and a pool': [
    () => [uniform(9, 13, 11, 5), uniform(3, 3, 5, 6), uniform(6)],
    (x, w, b) => maxPool2d(relu(conv2d(x, w, { padding: 'same' }).add(b)), 2),
  ],
  'batch normalization by the moments of the batch, and averages that follow them': [
    () => [uniform(6, 5, 5, 7), uniform(7), uniform(7), uniform(7), uniform(7)],
    (x, scale, offset, mean, variance) => {
      const batch = moments(x, [0, 1, 2]) as { mean: Tensor; variance: Tensor };
      const y = batchNorm(x, batch.mean, batch.variance, { scale, offset });
      const follow = (average: Tensor, value: Tensor) => average.mul(0.99).add(value.mul(0.01)) as Tensor;
      return [relu(y), follow(mean, batch.mean), follow(variance, batch.variance)];
    },
  ],
  'chains that use a value more than once': [
    () => [uniform(1001)],
    (x) => {
      const y = x.mul(x).add(x);
      return [y.sub(x).mul(y), y.sum(), y.mul(y).mul(y)];
    },
  ],
  'an argument and a constant that are returned': [
    () => [uniform(3)],
    (x) => [x, x.reshape([3, 1]), x.add(0)],
  ],
  'more instructions than one run takes': [
    () => [uniform(5)],
    (x) => {
      let y = x;
      for (let i = 0; i < 5000; i++) y = y.add(i % 2 ? 1 : -1);
      return y;
    },
  ],
  'no elements': [() => [zeros([0, 3]), uniform(3, 4)], (x, w) => relu(matmul(x, w))],
};

/** The values of tensors. */
const read = (tensors: readonly Tensor[]): Promise<TypedArray[]> =>
  Promise.all(tensors.map((each) => each.data()));

/** The values of what cells hold. */
const held = (...cells: Variable[]): Promise<TypedArray[]> => read(cells.map(({ value }) => value));

describe.each(planBackends(2))('a plan $place', ({ make }) => {
  let before: Backend;
  let backend: Backend;
  beforeAll(async () => {
    before = currentBackend();
    backend = await useBackend(make());
  });
  afterAll(async () => {
    await useBackend(before);
    backend.dispose();
  });

  it.each(Object.entries(functions))(
    'gives the bits that the same calls give one by one: %s',
    async (_, [args, f]) => {
      using compiled = compile(f as (...args: Tensor[]) => Tensor[]);
      const [expected, ...rounds] = scope(() => {
        const given = args();
        const all = [f(...given)];
        for (let i = 0; i < 3; i++) {
          // Other addresses each time.
          all.push(compiled(...given.map((arg) => arg.mul(1))));
        }
        return all.map((each) => [each].flat());
      }) as [Tensor[], ...Tensor[][]];
      const bits = await read(expected);
      for (const round of rounds) expect(await read(round)).toEqual(bits);
      for (const each of [expected, ...rounds].flat()) discard(each);
    },
  );

  it('a training step changes cells as the same calls would, and leaves memory flat', async () => {
    const rows = ([1, 2] as const).map(() => {
      const rng = new Rng(5);
      const w = new Variable(rng.uniform([6, 10]) as Tensor, { name: 'w' });
      const m = new Variable(zeros([6, 10]) as Tensor, { name: 'm' });
      const step = (x: Tensor): Tensor => {
        const { value, gradients } = variableGradients(() => matmul(x, w.value).tanh().square().mean(), [w]);
        m.assign(m.value.mul(0.9).add(gradients[0] as Tensor));
        w.assign(w.value.sub(m.value.mul(0.1)));
        return value;
      };
      return { w, m, step };
    });
    const [eager, planned] = rows as [(typeof rows)[0], (typeof rows)[0]];
    const x = uniform(32, 6);
    using compiled = compile(planned.step);
    compiled(x).dispose();
    scope(() => void eager.step(x));
    const start = backend.memory();
    for (let i = 0; i < 20; i++) {
      const [given, loss] = [compiled(x), scope(() => eager.step(x))];
      expect(await given.data()).toEqual(await loss.data());
      for (const each of [given, loss]) each.dispose();
      expect(backend.memory()).toEqual(start);
    }
    expect(await held(planned.w, planned.m)).toEqual(await held(eager.w, eager.m));
    for (const { w, m } of rows) for (const cell of [w, m]) cell.dispose();
    x.dispose();
  });

  it('values that somebody holds stay as they were', async () => {
    const w = new Variable(tensor([1, 2, 3]) as Tensor, { name: 'w' });
    using next = compile(() => w.assign(w.value.add(1)));
    next();
    using view = w.value.reshape([3, 1]);
    next();
    next();
    expect(await view.data()).toEqual(Float32Array.of(2, 3, 4));
    expect(await w.value.data()).toEqual(Float32Array.of(4, 5, 6));
    const other = new Variable(w.value, { name: 'other' });
    next();
    expect(await other.value.data()).toEqual(Float32Array.of(4, 5, 6));
    const old = w.value;
    next();
    expect(old.isDisposed).toBe(true);
    expect(await w.value.data()).toEqual(Float32Array.of(6, 7, 8));
    for (const cell of [w, other]) cell.dispose();
  });

  it('old values may be returned, read late, swapped and shared', async () => {
    const [a, b] = [1, 2].map((n) => new Variable(tensor([n, 10 * n]) as Tensor)) as [Variable, Variable];
    const values = async () => (await held(a, b)).map((each) => [...each]);
    using returned = compile(() => {
      const before = a.value;
      a.assign(before.add(1));
      return before;
    });
    using first = returned();
    expect([[...(await first.data())], ...(await values())]).toEqual([
      [1, 10],
      [2, 11],
      [2, 20],
    ]);
    using late = compile(() => {
      const before = a.value;
      a.assign(before.add(1));
      b.assign(before.mul(a.value));
    });
    late();
    expect(await values()).toEqual([
      [3, 12],
      [6, 132],
    ]);
    using swap = compile(() => {
      const before = a.value;
      a.assign(b.value);
      b.assign(before);
    });
    swap();
    expect(await values()).toEqual([
      [6, 132],
      [3, 12],
    ]);
    using same = compile(() => {
      const sum = add(a.value, b.value);
      a.assign(sum);
      b.assign(sum);
    });
    same();
    same();
    expect(await values()).toEqual([
      [18, 288],
      [18, 288],
    ]);
    for (const cell of [a, b]) cell.dispose();
  });
});

it.each(builds)(
  'runs a call that has only its reference kernel where its operands lie, in the %s build',
  async (build) => {
    const backend = await cpu({ build, threads: 2 });
    const twice: Kernel = {
      ...nativeKernel('Twice'),
      reference([x], [out]) {
        x?.values.forEach((value, i) => {
          if (out) out.values[i] = (out.values[i] as number) + 2 * value;
        });
      },
    };
    const spec = { shape: [3], dtype: 'float32' } as const satisfies TensorSpec;
    const value = (n: number) => ({ ...spec, value: n });
    const call = (kernel: Kernel, from: number[], to: number) => {
      return { kernel, inputs: from.map(value), attrs: {}, outputs: [value(to)] };
    };
    // ((2x + x) · 2 + x) · 2, with the first and the last doubling at the ends.
    const calls = [
      call(twice, [0], 1),
      call(nativeKernel('Add'), [1, 0], 2),
      call(twice, [2], 3),
      call(nativeKernel('Add'), [3, 0], 4),
      call(twice, [4], 5),
    ];
    const plan = (backend as Required<Backend>).compile({
      given: [value(0)],
      calls,
      results: [value(5)],
      replaces: [undefined],
    });
    for (const scale of [1, 10]) {
      const x = backend.upload(Float32Array.of(1 * scale, 2 * scale, 3 * scale), [3], 'float32');
      const [out] = plan.run([x], [false]) as [object];
      expect(backend.readSync?.(out)).toEqual(Float32Array.of(14 * scale, 28 * scale, 42 * scale));
      for (const buffer of [x, out]) backend.free(buffer);
    }
    plan.dispose();
    backend.dispose();
  },
);

describe('plans and memory', () => {
  it('a disposed plan gives back what it held', async () => {
    const before = currentBackend();
    const backend = await useBackend(cpu({ maxBytes: 4_000_000, threads: 1 }));
    const x = zeros([1000]);
    for (let i = 0; i < 200; i++) {
      using f = compile((y: Tensor) => softmax(y.add(i).exp().mul(y)));
      f(x).dispose();
    }
    x.dispose();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    await useBackend(before);
    backend.dispose();
  });

  it('F33: a run that does not fit throws E_OOM, changes no cell, and the next one works', async () => {
    const before = currentBackend();
    const backend = await useBackend(cpu({ maxBytes: 1_000_000, threads: 1 }));
    const w = new Variable(tensor([1, 2]) as Tensor);
    using step = compile((x: Tensor) => {
      w.assign(w.value.add(1));
      return x.add(1);
    });
    const x = zeros([50_000]);
    step(x).dispose();
    const held = zeros([180_000]);
    const memory = backend.memory();
    expect(() => step(x)).toThrowError(expect.objectContaining({ code: 'E_OOM' }));
    expect(backend.memory()).toEqual(memory);
    expect(w.value.dataSync()).toEqual(Float32Array.of(2, 3));
    held.dispose();
    step(x).dispose();
    expect(w.value.dataSync()).toEqual(Float32Array.of(3, 4));
    await useBackend(before);
    backend.dispose();
  });
});
