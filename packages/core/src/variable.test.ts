import { describe, expect, it } from 'vitest';
import {
  type Backend,
  currentBackend,
  grad,
  referenceBackend,
  scope,
  type Tensor,
  tensor,
  useBackend,
  Variable,
} from './index.js';

/** Collects, and waits for what is done when something was collected. */
async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    globalThis.gc?.();
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A backend that cannot be read at once. */
function lateBackend(): Backend {
  const { readSync, ...late } = referenceBackend();
  return late;
}

describe('Variable', () => {
  it('holds one tensor after another and frees the old one', () => {
    const before = currentBackend().memory().buffers;
    const w = scope(() => new Variable(tensor([1, 2]), { name: 'w' }));
    scope(() => w.assign(w.value.mul(2)));
    expect(w.value.arraySync()).toEqual([2, 4]);
    expect(currentBackend().memory().buffers).toBe(before + 1);
    w.dispose();
    expect(currentBackend().memory().buffers).toBe(before);
    expect(() => w.value).toThrowErrorMatchingInlineSnapshot(
      `[DisposedError: variable w was already disposed]`,
    );
  });

  it('uploads host values when it is first read', () => {
    const before = currentBackend().memory().buffers;
    const w = new Variable({ shape: [2], values: Float32Array.of(1, 2) });
    expect(currentBackend().memory().buffers).toBe(before);
    expect(w.value.arraySync()).toEqual([1, 2]);
    w.reset(Float32Array.of(3, 4));
    expect(w.value.arraySync()).toEqual([3, 4]);
    expect(new Variable({ shape: [2], dtype: 'int32' }).value.arraySync()).toEqual([0, 0]);
    w.dispose();
  });

  it('refuses values of another shape or dtype and keeps its own', () => {
    const w = new Variable(tensor([1, 2]), { name: 'w' });
    expect(() => w.assign(tensor([1, 2, 3]) as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: assign: variable w is [2], the new value is [3]]`,
    );
    expect(() => w.assign(tensor([1, 2], undefined, 'int32'))).toThrowErrorMatchingInlineSnapshot(`
      [DtypeError: assign: variable w is float32, the new value is int32
        fix: cast it: cast(value, 'float32')]
    `);
    expect(() => w.assign(3 as never)).toThrow('variable w expects a tensor, got 3');
    expect(() => w.reset(Float32Array.of(1))).toThrow(
      'reset: 1 values for variable w of shape [2], which has 2',
    );
    expect(() => w.reset(Int32Array.of(1, 2))).toThrow('reset: variable w is float32, got an Int32Array');
    expect(() => new Variable({ shape: [2], values: Float32Array.of(1) })).toThrow(
      '1 values for variable variable',
    );
    expect(w.value.arraySync()).toEqual([1, 2]);
  });
});

describe('a variable', () => {
  it('copies the values that it starts with', () => {
    const values = Float32Array.of(1, 2);
    const w = new Variable({ shape: [2], values });
    values.fill(9);
    expect(w.value.arraySync()).toEqual([1, 2]);
  });

  it('follows the backend in use, and so do numbers beside tensors that stay', async () => {
    const first = currentBackend();
    const w = new Variable(tensor([1, 2]));
    const old = tensor([1, 2]);
    const second = await useBackend(referenceBackend());
    try {
      expect(w.value.add(tensor([1, 1])).arraySync()).toEqual([2, 3]);
      expect(w.value.backend).toBe(second);
      expect(old.add(1).arraySync()).toEqual([2, 3]);
      expect(grad((x: Tensor) => x.mul(2).sum())(old).arraySync()).toEqual([2, 2]);
      expect(old.backend).toBe(first);
    } finally {
      await useBackend(first);
    }
    expect(w.value.backend).toBe(first);
  });

  it('follows from a backend that cannot be read at once, with the values of the switch', async () => {
    const first = currentBackend();
    const late = await useBackend(lateBackend());
    const w = new Variable({ shape: [2], values: Float32Array.of(1, 2) });
    scope(() => w.assign(w.value.mul(2)));
    await useBackend(first);
    expect(w.value.arraySync()).toEqual([2, 4]);
    expect(late.memory().buffers).toBe(0);
    await useBackend(late);
    scope(() => w.assign(w.value.add(1)));
    // Back and forth without being read in between.
    await useBackend(first);
    await useBackend(late);
    scope(() => w.assign(w.value.add(1)));
    expect(await w.value.data()).toEqual(Float32Array.of(4, 6));
    await useBackend(first);
    expect(w.value.arraySync()).toEqual([4, 6]);
    w.dispose();
  });

  it('whose values are lost says why after the switch, until it is given others', async () => {
    const first = currentBackend();
    const broken = { ...lateBackend(), read: () => Promise.reject(new Error('the device is gone')) };
    await useBackend(broken);
    const w = new Variable({ shape: [2] });
    expect(w.value.shape).toEqual([2]);
    await useBackend(first);
    expect(() => w.value).toThrow('the device is gone');
    w.reset(Float32Array.of(1, 2));
    expect(w.value.arraySync()).toEqual([1, 2]);
    w.dispose();
  });

  it('asks a function for its first values when it is read, and only then', () => {
    let asked = 0;
    const make = (): Variable =>
      new Variable({ shape: [2], values: () => Float32Array.of(++asked, asked) }, { name: 'w' });
    const read = make();
    const assigned = make();
    expect([read.shape, asked]).toEqual([[2], 0]);
    assigned.reset(Float32Array.of(8, 9));
    expect([assigned, read, read].map((w) => w.value.arraySync())).toEqual([
      [8, 9],
      [1, 1],
      [1, 1],
    ]);
    expect(asked).toBe(1);
    const wrong = new Variable({ shape: [3], values: () => Float32Array.of(1) }, { name: 'b' });
    expect(() => wrong.value).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: Variable: 1 values for variable b of shape [3], which has 3]`,
    );
    const disposed = make();
    disposed.dispose();
    expect(() => disposed.value).toThrow('was already disposed');
    expect(asked).toBe(1);
  });

  it('that is dropped gives its memory back when it is collected', async () => {
    const first = currentBackend();
    // A backend of its own: what other tests left here is collected in the same moment.
    const { memory } = await useBackend(referenceBackend());
    (() => {
      for (let i = 0; i < 10; i++) void new Variable({ shape: [3] }).value;
    })();
    await useBackend(first);
    expect(memory().buffers).toBe(10);
    for (let i = 0; i < 20 && memory().buffers > 0; i++) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(memory().buffers).toBe(0);
  });

  it('that is dropped leaves a value that somebody still holds', async () => {
    const dropped: WeakRef<Variable>[] = [];
    const values = Array.from({ length: 50 }, (_, i) => {
      const variable = new Variable(tensor([i]));
      dropped.push(new WeakRef(variable));
      return variable.value;
    });
    await collectGarbage();
    expect(dropped.filter((reference) => reference.deref())).toEqual([]);
    expect(values.map((value) => value.item())).toEqual(values.map((_, i) => i));
  });

  it('that is disposed of gives its share of a buffer back once, and not again when it is collected', async () => {
    const dropped: WeakRef<Tensor>[] = [];
    const others = Array.from({ length: 10 }, (_, i) => {
      const w = new Variable({ shape: [], values: Float32Array.of(i) });
      const other = new Variable(w.value);
      dropped.push(new WeakRef<Tensor>(w.value));
      w.dispose();
      return other;
    });
    await collectGarbage();
    expect(dropped.filter((reference) => reference.deref())).toEqual([]);
    expect(others.map((w) => w.value.item())).toEqual(others.map((_, i) => i));
  });

  it.each([[undefined], [null], [3]])('%s is neither a tensor nor values', (initial) => {
    expect(() => new Variable(initial as never)).toThrowError(
      `Variable: expects a tensor, or { shape, values }, got ${initial}\n  fix: wrap it: new Variable(tensor(…))`,
    );
  });
});
