import { describe, expect, it } from 'vitest';
import { applyOne } from '../dispatch.js';
import {
  add,
  argMax,
  cast,
  checkGradients,
  currentBackend,
  exp,
  grad,
  matmul,
  mul,
  ones,
  prod,
  referenceBackend,
  scalar,
  scope,
  sin,
  stopGradient,
  type Tensor,
  tanh,
  tensor,
  useBackend,
  Variable,
  valueAndGrad,
  variableGradients,
  vjp,
} from '../index.js';
import { defineKernel } from '../kernel.js';

describe('grad', () => {
  it('gives the gradient in the argument’s shape', () => {
    expect(grad((x: Tensor) => x.square().sum())(tensor([1, 2, 3])).arraySync()).toEqual([2, 4, 6]);
  });

  it('gives a tuple for several arguments', () => {
    const [da, db] = grad((a: Tensor, b: Tensor) => mul(a, b).sum())(tensor([1, 2]), tensor([3, 4]));
    expect([da.arraySync(), db.arraySync()]).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  it('adds up gradients of values used more than once', () => {
    expect(grad((x: Tensor) => add(mul(x, x), x).sum())(tensor([3])).arraySync()).toEqual([7]);
  });

  it('gives distinct handles, so that each can be disposed of', () => {
    const [da, db] = grad((a: Tensor, b: Tensor) => add(a, b).sum())(tensor([1]), tensor([2]));
    da.dispose();
    expect(db.arraySync()).toEqual([1]);
    db.dispose();
  });

  it('is zero where nothing flows: unused arguments, stopGradient, whole numbers', () => {
    const f = (a: Tensor, b: Tensor) => add(stopGradient(a).sum(), cast(argMax(b), 'float32').sum());
    const [da, db] = grad(f)(tensor([1, 2]), tensor([3, 4]));
    expect([da.arraySync(), db.arraySync()]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('of the argument itself is one', () => {
    const x = scalar(5);
    expect(grad((a: Tensor) => a)(x).item()).toBe(1);
    expect(x.isDisposed).toBe(false);
  });

  it('differentiates again: third derivative of sin is −cos', () => {
    const third = grad(grad(grad((x: Tensor) => sin(x) as Tensor)));
    expect(third(scalar(0.7)).item()).toBeCloseTo(-Math.cos(0.7), 6);
  });

  it('second derivatives of a small net equal central differences', () => {
    const x = tensor([
      [0.5, -1],
      [2, 0.3],
      [1, 1],
    ]);
    const penalty = (w: Tensor) => {
      const inner = grad((v: Tensor) => tanh(matmul(v, w)).square().sum())(x);
      return inner.square().sum();
    };
    scope(() =>
      expect(
        checkGradients(penalty, [
          tensor([
            [0.3, -0.2],
            [0.8, 0.5],
          ]),
        ]),
      ).toBeLessThan(5e-3),
    );
  });

  it('F19: a graph 20,000 ops deep neither recurses nor overflows', () => {
    const deep = (x: Tensor) => {
      let y = x;
      for (let i = 0; i < 20_000; i++) y = add(y, 0) as Tensor;
      return y.sum();
    };
    expect(grad(deep)(tensor([1])).arraySync()).toEqual([1]);
  });

  it('frees everything it made but the result', () => {
    const before = currentBackend().memory().buffers;
    scope(() => void valueAndGrad((x: Tensor) => exp(x).sum())(tensor([1, 2])));
    expect(currentBackend().memory().buffers).toBe(before);
  });

  it('keeps values that the function itself freed', () => {
    const f = (x: Tensor) => {
      using y = x.square();
      return mul(y, y).sum();
    };
    expect(grad(f)(tensor([2])).arraySync()).toEqual([32]);
  });
});

describe('grad refuses', () => {
  it('results that are no scalar', () => {
    expect(() => grad((x: Tensor) => x)(tensor([1, 2]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: grad: the function must return a scalar, got shape [2]
        fix: reduce it: y.sum() or y.mean(); or use vjp for results of any shape]
    `);
  });

  it('arguments that are not float32', () => {
    expect(() =>
      grad((x: Tensor) => x.sum())(tensor([1], undefined, 'int32')),
    ).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: grad: argument 0 is int32, and only float32 has gradients
        fix: let the function refer to it from outside instead of taking it as an argument]
    `);
  });

  it('asynchronous functions', () => {
    expect(() => grad((async (x: Tensor) => x) as never)(scalar(1))).toThrow('the function is asynchronous');
  });

  it('kernels without a gradient, and names them', () => {
    const kernel = defineKernel({
      name: 'Hash',
      op: 'hash',
      outputs: ([x]) => [x as Tensor],
      reference() {},
    });
    const slope = grad((x: Tensor) => applyOne(kernel, [x], {}).sum());
    expect(() => slope(ones([2]))).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: grad: hash (kernel Hash) has no gradient
        fix: keep it out of the differentiated function, or apply it to a stopGradient(x)]
    `);
  });
});

describe('valueAndGrad and variableGradients', () => {
  it('give value and gradient', () => {
    const { value, gradient } = valueAndGrad((x: Tensor) => x.square().sum())(tensor([3, 4]));
    expect([value.item(), gradient.arraySync()]).toEqual([25, [6, 8]]);
  });

  it('pass auxiliary results through, and give zeros for cells that are not read', () => {
    const w = new Variable(tensor([3]), { name: 'w' });
    const idle = new Variable(tensor([1, 1]), { name: 'idle' });
    const { value, gradients, auxiliary } = variableGradients(
      () => ({ value: w.value.square().sum(), auxiliary: { doubled: w.value.mul(2) } }),
      [w, idle] as never,
    );
    expect([value.item(), gradients.map((g) => g.arraySync()), auxiliary.doubled.arraySync()]).toEqual([
      9,
      [[6], [0, 0]],
      [6],
    ]);
  });
});

describe('vjp', () => {
  it('pulls several gradients back through one run', () => {
    using run = vjp((x: Tensor) => x.square(), tensor([1, 2]));
    expect(run.value.arraySync()).toEqual([1, 4]);
    expect(run.pullback(tensor([1, 10])).map((g) => g.arraySync())).toEqual([[2, 40]]);
    expect(run.pullback(tensor([1, 0])).map((g) => g.arraySync())).toEqual([[2, 0]]);
    expect(() => run.pullback(tensor([1]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: pullback: the value is [2], its gradient is [1]]`,
    );
  });

  it('works where the values are, whatever backend is in use by now', async () => {
    const first = currentBackend();
    // The gradient of a product multiplies by ones made of nothing.
    using run = vjp((x: Tensor) => prod(x), tensor([2, 3]));
    using gradient = scalar(1);
    await useBackend(referenceBackend());
    try {
      const [dx] = run.pullback(gradient);
      expect(dx.arraySync()).toEqual([3, 2]);
      expect(dx.backend).toBe(first);
    } finally {
      await useBackend(first);
    }
  });

  it('frees what it holds', () => {
    const before = currentBackend().memory().buffers;
    scope(() => {
      using run = vjp((x: Tensor) => exp(x), tensor([1, 2]));
      run.pullback(tensor([1, 1]));
    });
    expect(currentBackend().memory().buffers).toBe(before);
  });
});

describe('checkGradients', () => {
  it('finds a wrong gradient and says where', () => {
    const wrong = (x: Tensor) => mul(x, stopGradient(x));
    expect(() => checkGradients(wrong, [tensor([1, 2])])).toThrowError(
      /argument 0 of shape \[2\], element 0: the gradient is 1\.\d+, central differences give 2\.\d+/,
    );
  });
});

describe('values are told apart', () => {
  it('when one tensor is given twice', () => {
    const x = tensor(3);
    const gradients = grad((a: Tensor, b: Tensor) => a.sub(b))(x, x);
    expect(gradients.map((gradient) => gradient.item())).toEqual([1, -1]);
    using run = vjp((a: Tensor, b: Tensor) => a.mul(b), x, x);
    expect(run.pullback(tensor(1)).map((gradient) => gradient.item())).toEqual([3, 3]);
  });

  it('when the function also uses its argument from outside', () => {
    const product = (x: Tensor): Tensor => grad((y: Tensor) => x.mul(y))(x);
    expect(product(tensor(5)).item()).toBe(5);
    expect(grad(product)(tensor(5)).item()).toBe(1);
  });

  it('when two variables were made of, or assigned, one tensor', () => {
    const zero = tensor([0, 0]);
    const [a, b] = [new Variable(zero), new Variable(zero)];
    const loss = () => a.value.sum().add(b.value.mul(10).sum());
    const values = () =>
      variableGradients(loss, [a, b] as never).gradients.map((gradient) => gradient.arraySync());
    expect(values()).toEqual([
      [1, 1],
      [10, 10],
    ]);
    b.assign(a.value);
    expect(values()).toEqual([
      [1, 1],
      [10, 10],
    ]);
  });
});

it('outside every scope grad and valueAndGrad leave their results and nothing else', () => {
  const x = tensor([1, 2]);
  const f = (a: Tensor): Tensor => a.mul(3).add(1).square().mean();
  const before = currentBackend().memory();
  grad(f)(x).dispose();
  expect(currentBackend().memory()).toEqual(before);
  const { value, gradient } = valueAndGrad(f)(x);
  value.dispose();
  gradient.dispose();
  expect(currentBackend().memory()).toEqual(before);
  expect(() => grad((a: Tensor) => a)(x)).toThrow('grad');
  expect(currentBackend().memory()).toEqual(before);
});
