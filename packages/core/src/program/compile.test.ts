import { describe, expect, it } from 'vitest';
import {
  add,
  cast,
  checkGradients,
  compile,
  currentBackend,
  gather,
  grad,
  matmul,
  mul,
  ones,
  Rng,
  referenceBackend,
  scope,
  type Tensor,
  tensor,
  trace,
  useBackend,
  Variable,
  variableGradients,
  zeros,
} from '../index.js';
import { Capture, capturing } from './capture.js';
import { graphOf } from './graph.js';
import { optimize } from './optimize.js';

describe('compile', () => {
  it('gives what the function gives, and runs it once per signature', () => {
    let runs = 0;
    using f = compile((x: Tensor, factor: number) => {
      runs++;
      return x.mul(factor).sum();
    });
    expect(f(tensor([1, 2]), 2).item()).toBe(6);
    expect(f(tensor([3, 4]), 2).item()).toBe(14);
    expect(f(tensor([3, 4]), 3).item()).toBe(21);
    expect(f(tensor([3, 4, 5]), 3).item()).toBe(36);
    expect([runs, f.planCount]).toEqual([3, 3]);
  });

  it('runs where its arguments lie, whichever backend is in use', async () => {
    const before = currentBackend();
    const x = tensor([1, 2]);
    await useBackend(referenceBackend());
    using f = compile((y: Tensor) =>
      add(y.mul(2), zeros([2]))
        .add(ones([2]))
        .sum(),
    );
    using moved = await x.to(referenceBackend());
    for (const given of [moved, x]) expect(f(given).item()).toBe(8);
    await useBackend(before);
  });

  it('takes and gives arrays and objects', () => {
    using f = compile(({ a, b }: { a: Tensor; b: readonly Tensor[] }) => ({
      sum: add(a, b[0] as Tensor),
      tag: 'x',
      all: [a],
    }));
    const { sum, tag, all } = f({ a: tensor([1]), b: [tensor([2])] });
    expect([sum.arraySync(), tag, all[0]?.arraySync()]).toEqual([[3], 'x', [1]]);
  });

  it('makes a cell that is read an input and one that is assigned an output', () => {
    const w = new Variable(tensor([1, 2]), { name: 'w' });
    using step = compile((x: Tensor) => {
      w.assign(w.value.sub(x) as Tensor<readonly [2]>);
      w.assign(w.value.mul(2) as Tensor<readonly [2]>);
      return w.value.sum();
    });
    expect(step(tensor([1, 1])).item()).toBe(2);
    w.assign(tensor([10, 10]));
    expect(step(tensor([1, 1])).item()).toBe(36);
    expect(w.value.arraySync()).toEqual([18, 18]);
  });

  it('keeps other captured tensors as constants, even after they were disposed', () => {
    const c = tensor([5]);
    using f = compile((x: Tensor) => x.add(c));
    f(tensor([1]));
    c.dispose();
    expect(f(tensor([2])).arraySync()).toEqual([7]);
  });

  it('draws other random numbers at every call, the same with the same seed', () => {
    const draw = () => {
      const rng = new Rng(1);
      using f = compile(() => rng.uniform([3]));
      return [f().arraySync(), f().arraySync()];
    };
    const [first, second] = draw();
    expect(first).not.toEqual(second);
    expect(draw()).toEqual([first, second]);
    const eager = new Rng(1);
    expect([eager.uniform([3]).arraySync(), eager.uniform([3]).arraySync()]).toEqual([first, second]);
  });

  it('changes no cell when a kernel fails midway', () => {
    const w = new Variable(tensor([1]), { name: 'w' });
    using step = compile((at: Tensor) => {
      w.assign(w.value.add(1) as Tensor<readonly [1]>);
      return w.value.add(gather(tensor([1, 2]), at));
    });
    using good = tensor([0], undefined, 'int32');
    using bad = tensor([7], undefined, 'int32');
    step(good).dispose();
    const before = currentBackend().memory();
    expect(() => step(bad)).toThrow('gather: index 7 at place 0 is outside an axis of size 2');
    expect(currentBackend().memory()).toEqual(before);
    expect(w.value.arraySync()).toEqual([2]);
    step(good).dispose();
    expect(w.value.arraySync()).toEqual([3]);
  });

  it('frees all intermediates: memory is flat over 1,000 steps', () => {
    const w = new Variable(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      { name: 'w' },
    );
    using step = compile((x: Tensor) => {
      const { value, gradients } = variableGradients(
        () =>
          matmul(x, w.value as Tensor)
            .square()
            .mean(),
        [w as never],
      );
      w.assign(w.value.sub((gradients[0] as Tensor).mul(0.01)) as never);
      return value;
    });
    const x = tensor([
      [1, 0],
      [0.5, 1],
    ]);
    step(x).dispose();
    const before = currentBackend().memory();
    for (let i = 0; i < 1000; i++) step(x).dispose();
    expect(currentBackend().memory()).toEqual(before);
  });

  it('keeps at most maxPlans plans', () => {
    using f = compile((x: Tensor) => x.add(1), { maxPlans: 2 });
    for (const n of [1, 2, 3, 1]) expect(f(zeros([n])).shape).toEqual([n]);
    expect(f.planCount).toBe(2);
    expect(() => compile((x: Tensor) => x, { maxPlans: 0 })).toThrow(
      'maxPlans must be a whole number >= 1, got 0',
    );
  });

  it('runs inline while another function is traced or differentiated', () => {
    using square = compile((x: Tensor) => x.square().sum());
    using outer = compile((x: Tensor) => square(x).mul(2));
    expect(outer(tensor([3])).item()).toBe(18);
    expect(grad((x: Tensor) => square(x))(tensor([3])).arraySync()).toEqual([6]);
    expect(square.planCount).toBe(0);
  });

  it('makes a plan per backend', async () => {
    const first = currentBackend();
    using f = compile((x: Tensor) => x.add(1));
    f(tensor([1]));
    await useBackend(referenceBackend());
    expect(f(tensor([2])).arraySync()).toEqual([3]);
    expect(f.planCount).toBe(2);
    await useBackend(first);
  });
});

describe('compile refuses', () => {
  it('reading a value while tracing', () => {
    const read = compile((x: Tensor) => (x.sum().item() > 0 ? x : x.neg()));
    expect(() => read(tensor([1]))).toThrowErrorMatchingInlineSnapshot(`
      [TraceError: item: the value of a tensor made by sum, shape [], does not exist yet: the function is being traced
        fix: return the tensor and read it outside, or choose with where(condition, a, b) inside]
    `);
    const compare = compile((x: Tensor) => ((x.sum() as unknown as number) > 0 ? x : x.neg()));
    expect(() => compare(tensor([1]))).toThrow('does not exist yet');
    const data = compile((x: Tensor) => x.dataSync().length);
    expect(() => data(tensor([1]))).toThrow('dataSync: the value of a tensor made by an argument');
  });

  it('asynchronous functions, functions and class instances as arguments', () => {
    expect(() => compile(async (x: Tensor) => x)(tensor([1]))).toThrow('the function is asynchronous');
    expect(() => compile((f: () => void) => f)(() => undefined)).toThrow(
      'a function cannot be an argument or a result',
    );
    expect(() => compile((d: Date) => d)(new Date(0))).toThrow('cannot take a Date as an argument');
    expect(() => compile((d: Int8Array) => d)(new Int8Array(1))).toThrow('cannot take an Int8Array');
  });

  it('traced tensors that escaped', () => {
    let escaped: Tensor | undefined;
    const f = compile((x: Tensor) => {
      escaped = x.add(1);
      return escaped;
    });
    f(tensor([1]));
    expect(() => escaped?.add(1)).toThrow(
      /was used after its function had been traced|does not exist yet|already disposed/,
    );
  });

  it('host draws, which would be frozen', () => {
    const rng = new Rng(0);
    expect(() => compile(() => tensor(Float32Array.from(rng.normalArray(2))))()).toThrow(
      'would be frozen into the traced function',
    );
  });

  it('and an error inside leaves nothing behind', () => {
    const w = new Variable(tensor([1]), { name: 'w' });
    const before = currentBackend().memory().buffers;
    const bad = compile((x: Tensor) => {
      w.assign(w.value.add(1) as Tensor<readonly [1]>);
      return matmul(x, x);
    });
    const x = tensor([1]);
    expect(() => bad(x)).toThrow('expects at least 2 axes');
    expect(bad.planCount).toBe(0);
    expect(w.value.arraySync()).toEqual([1]);
    x.dispose();
    expect(currentBackend().memory().buffers).toBe(before);
  });
});

/** The kernels that are left of a function. */
const optimized = (f: (x: Tensor) => Tensor) =>
  scope(() => {
    const capture = new Capture();
    const graph = capturing(capture, () =>
      graphOf(capture, [f(capture.input({ shape: [2], dtype: 'float32' }))]),
    );
    const result = optimize(graph);
    const kernels = result.nodes.map((node) => node.kernel);
    result.dispose();
    capture.dispose();
    return kernels;
  });

describe('optimize', () => {
  it('folds constants', () => {
    expect(optimized((x) => x.add(ones([2]).mul(3).exp()))).toEqual(['Add']);
  });

  it('drops calls that nothing needs', () => {
    expect(
      optimized((x) => {
        x.exp().sum();
        return x.neg();
      }),
    ).toEqual(['Neg']);
  });

  it('makes equal calls once, and keeps calls apart whose attributes differ in NaN, ∞ or −0 only', () => {
    expect(optimized((x) => x.exp().add(x.exp()))).toEqual(['Exp', 'Add']);
    expect(optimized((x) => x.sum(0).add(x.sum(0, { keepDims: true })))).toEqual(['Sum', 'Sum', 'Add']);
  });
});

describe('numbers in a traced function', () => {
  it('are one constant each, so that calls with equal numbers are equal', () => {
    expect(optimized((x) => x.mul(0.5).add(x.mul(0.5)))).toEqual(['Multiply', 'Add']);
    const constantsOf = (f: (x: Tensor) => Tensor) =>
      scope(() => trace(f, { shape: [2], dtype: 'float32' }).constants.map(({ data }) => [...data]));
    expect(constantsOf((x) => x.add(2).mul(2).sub(3))).toEqual([[2], [3]]);
    expect(constantsOf((x) => x.add(0).mul(-0).add(NaN).mul(NaN))).toEqual([[0], [-0], [NaN]]);
    expect(constantsOf((x) => cast(x, 'int32').add(2).add(x.mul(2)))).toEqual([[2], [2]]);
  });
});

describe('trace', () => {
  it('writes down kernels, static shapes, cells and constants as plain data', () => {
    const w = new Variable(tensor([2]), { name: 'w' });
    const program = trace(
      (x) => {
        w.assign(w.value.add(1) as Tensor<readonly [1]>);
        return mul(x, 3).add(w.value);
      },
      { shape: [4, 1], dtype: 'float32' },
    );
    expect(program.nodes.map((node) => node.kernel)).toEqual(['Add', 'Multiply', 'Add']);
    expect(program.cells).toHaveLength(1);
    expect(program.cells[0]?.name).toBe('w');
    expect(program.values[program.outputs[0] as number]).toEqual({ shape: [4, 1], dtype: 'float32' });
    expect(structuredClone(program)).toEqual(program);
    expect(w.value.arraySync()).toEqual([2]);
  });

  it('needs no values from a backend that cannot be read at once, but for captured tensors', async () => {
    const before = currentBackend();
    const { readSync, ...late } = referenceBackend();
    await useBackend(late);
    using captured = tensor([1, 2]);
    const spec = { shape: [2], dtype: 'float32' } as const;
    const { constants } = trace((x) => x.mul(3), spec);
    expect(constants.map(({ data }) => [...data])).toEqual([[3]]);
    expect(() => trace((x) => x.mul(captured), spec)).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: trace: backend reference cannot read at once
        fix: pass the tensor to the function as an argument]
    `);
    expect(() => checkGradients((x: Tensor) => x.square(), [captured])).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: checkGradients: backend reference cannot read at once
        fix: check on a backend that can: await useBackend(referenceBackend())]
    `);
    await useBackend(before);
  });
});
