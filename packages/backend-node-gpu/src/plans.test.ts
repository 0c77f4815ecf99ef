import {
  type Backend,
  compile,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: the op, on tensors
  isFinite,
  referenceBackend,
  reverse,
  scope,
  type Tensor,
  tensor,
  useBackend,
  Variable,
  where,
} from '@descent/core';
import {
  expectClose,
  inputTensor,
  type OpCase,
  randomProgram,
  repeatableCases,
  resultsOf,
} from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

/** One case of each op; all of them with DESCENT_FULL=1. */
const chosen = repeatableCases.filter(({ name }, i) => {
  const op = name.split(':')[0];
  return (
    process.env.DESCENT_FULL === '1' ||
    repeatableCases.findIndex((row) => row.name.split(':')[0] === op) === i
  );
});

/** What a case gives at the second run of its plan. */
async function secondRun(row: OpCase, backend: Backend): Promise<Float64Array[]> {
  await useBackend(backend);
  const given = row.inputs.map(inputTensor);
  using plan = compile((...tensors: Tensor[]) => resultsOf(row, tensors));
  const first = plan(...given);
  const second = plan(...given);
  const values = await Promise.all(second.map(async (tensor) => Float64Array.from(await tensor.data())));
  for (const tensor of [...given, ...first, ...second]) tensor.dispose();
  return values;
}

describe('a plan, in which calls are fused, gives what the reference kernels give', () => {
  const gpu = gpuOfTests();

  it.each(chosen.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const expected = await secondRun(row, referenceBackend());
    const actual = await secondRun(row, gpu());
    actual.forEach((values, i) => {
      expectClose(values, expected[i] as Float64Array);
    });
  });
});

/** What steps of a program give, and what its cells hold in the end; with NaN among the input of the last step. */
async function historyOf(seed: number, isCompiled: boolean): Promise<number[][]> {
  const { cells, step } = randomProgram(seed);
  using compiled = compile(step);
  const run = isCompiled ? compiled : step;
  const all: Tensor[] = [];
  for (const last of [0.5, -0.25, Number.NaN]) {
    using x = tensor(
      Array.from({ length: 36 }, (_, i) => (i === 7 ? last : Math.sin(i))),
      [6, 6],
    );
    all.push(...scope(() => run(x)));
  }
  const held = [...all, ...cells.map(({ value }) => value)];
  const values = await Promise.all(held.map(async (each) => [...(await each.data())]));
  for (const each of [...all, ...cells]) each.dispose();
  return values;
}

describe('a plan gives what calls give that run one by one', () => {
  const gpu = gpuOfTests();
  const seeds = Array.from({ length: process.env.DESCENT_FULL === '1' ? 100 : 2 }, (_, seed) => seed);

  // But for rounding: a compiler may fuse a product with a sum.
  it.each(seeds)('in program %s, made by chance', async (seed) => {
    await useBackend(gpu());
    const expected = await historyOf(seed, false);
    const actual = await historyOf(seed, true);
    actual.forEach((values, i) => {
      expectClose(Float64Array.from(values), Float64Array.from(expected[i] as number[]));
    });
  });
});

describe('cells of a plan', () => {
  const gpu = gpuOfTests();
  const cell = (...values: number[]) => new Variable(tensor(values));
  const valuesOf = async (...cells: Variable[]) =>
    Promise.all(cells.map(async ({ value }) => [...(await value.data())]));

  it('swap what they hold, in one dispatch in place, where a guard lets them', async () => {
    await useBackend(gpu());
    const [a, b] = [cell(1, 2, 3), cell(4, 5, 6)];
    using swap = compile((isSound: Tensor) => {
      const [x, y] = [a.value, b.value];
      a.assign(where(isSound, y, x));
      b.assign(where(isSound, x, y));
    });
    using yes = tensor(true);
    using no = tensor(false);
    swap(yes);
    expect(await valuesOf(a, b)).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    swap(no);
    swap(no);
    expect(await valuesOf(a, b)).toEqual([
      [4, 5, 6],
      [1, 2, 3],
    ]);
    swap(yes);
    expect(await valuesOf(a, b)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    for (const each of [a, b]) each.dispose();
  });

  it('are read as they were by what is moved beside what overwrites them', async () => {
    await useBackend(gpu());
    const [w, m] = [cell(1, 2, 3, 4), cell(10, 20, 30, 40)];
    using step = compile((g: Tensor) => {
      const [oldW, oldM] = [w.value, m.value];
      const next = oldM.mul(0.5).add(g);
      const isSound = isFinite(next.sum());
      w.assign(where(isSound, oldW.sub(next), oldW));
      m.assign(where(isSound, next, oldM));
      // The values before, in another order and all at once.
      return [reverse(oldW, 0).add(oldM), oldM.sum().add(w.value)];
    });
    const runs: number[][] = [];
    for (const last of [1, Number.NaN, 2]) {
      using g = tensor([1, 1, 1, last]);
      const results = step(g) as Tensor[];
      for (const each of results) {
        runs.push([...(await each.data())]);
        each.dispose();
      }
      runs.push(...(await valuesOf(w, m)));
    }
    const [w1, m1] = [
      [-5, -9, -13, -17],
      [6, 11, 16, 21],
    ];
    expect(runs).toEqual([
      ...[[14, 23, 32, 41], w1.map((x) => 100 + x), w1, m1],
      // Nothing changes where the step is not sound.
      ...[[-11, -2, 7, 16], w1.map((x) => 54 + x), w1, m1],
      ...[
        [-11, -2, 7, 16],
        [45, 38.5, 32, 24.5],
        [-9, -15.5, -22, -29.5],
        [4, 6.5, 9, 12.5],
      ],
    ]);
    for (const each of [w, m]) each.dispose();
  });
});
