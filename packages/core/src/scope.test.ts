import { afterEach, describe, expect, it } from 'vitest';
import {
  currentBackend,
  forgetLeaks,
  leaks,
  scope,
  setMemoryLimit,
  type Tensor,
  tensor,
  zeros,
} from './index.js';

const liveBuffers = () => currentBackend().memory().buffers;

/** Runs the garbage collector until finalizers had their turn. */
async function collect(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

afterEach(() => {
  setMemoryLimit();
  forgetLeaks();
});

describe('scope', () => {
  it('frees what was made inside but for what is returned, also inside arrays and objects', () => {
    const before = liveBuffers();
    const { kept, list } = scope(() => {
      const a = tensor([1, 2]);
      return { kept: a.add(1), list: [a.mul(2), 'text', null] as const };
    });
    expect(liveBuffers()).toBe(before + 2);
    expect(kept.arraySync()).toEqual([2, 3]);
    expect(list[0].arraySync()).toEqual([2, 4]);
    kept.dispose();
    list[0].dispose();
    expect(liveBuffers()).toBe(before);
  });

  it('nests: what an inner scope returns belongs to the outer one', () => {
    const before = liveBuffers();
    let inner: Tensor | undefined;
    const sum = scope(() => {
      inner = scope(() => tensor([1, 2]).add(1));
      return inner.sum().item();
    });
    expect(sum).toBe(5);
    expect(inner?.isDisposed).toBe(true);
    expect(liveBuffers()).toBe(before);
  });

  it('frees everything when the function throws', () => {
    const before = liveBuffers();
    expect(() =>
      scope(() => {
        tensor([1, 2]).add(1);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(liveBuffers()).toBe(before);
  });

  it('rejects promises and frees what was made', () => {
    const before = liveBuffers();
    expect(() => scope(async () => tensor([1]))).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: scope: the function returned a promise, and its tensors would be freed before it settles
        fix: hold single tensors with \`using x = …\` in asynchronous code]
    `);
    expect(liveBuffers()).toBe(before);
  });

  it('leaves tensors alone that were disposed inside or made outside', () => {
    const outside = tensor([1]);
    scope(() => {
      tensor([2]).dispose();
      return outside;
    });
    expect(outside.isDisposed).toBe(false);
    outside.dispose();
  });
});

describe('dispose', () => {
  it('F15: use after dispose and double dispose throw E_DISPOSED', () => {
    const x = tensor([1, 2]);
    x.dispose();
    expect(() => x.add(1)).toThrowErrorMatchingInlineSnapshot(`
      [DisposedError: add: the tensor made by tensor, shape [2], was already disposed
        fix: dispose it after its last use, or return it from the scope that made it]
    `);
    expect(() => x.dispose()).toThrowErrorMatchingInlineSnapshot(
      `[DisposedError: dispose: the tensor made by tensor was already disposed]`,
    );
    expect(String(x)).toBe('Tensor [2] float32 (disposed)');
  });

  it('using frees at the end of the block', () => {
    const before = liveBuffers();
    {
      using x = tensor([1, 2]);
      using y = x.reshape([2, 1]);
      expect(y.shape).toEqual([2, 1]);
    }
    expect(liveBuffers()).toBe(before);
  });

  it('a reshaped tensor keeps the shared buffer alive', () => {
    const x = tensor([1, 2, 3, 4]);
    const y = x.reshape([2, 2]);
    x.dispose();
    expect(y.arraySync()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    y.dispose();
  });
});

describe('leak diagnosis', () => {
  it('names the ops whose tensors were collected without being freed, and frees them', async () => {
    await collect();
    forgetLeaks();
    const before = liveBuffers();
    (() => {
      zeros([10]).add(1);
    })();
    await collect();
    expect(leaks().map(({ op, count }) => [op, count])).toContainEqual(['add', 1]);
    expect(leaks().find(({ op }) => op === 'add')?.bytes).toBe(40);
    expect(liveBuffers()).toBeLessThanOrEqual(before);
  });

  it('says nothing of tensors that were freed in order', async () => {
    await collect();
    forgetLeaks();
    scope(() => void zeros([10]).add(1));
    tensor([1]).dispose();
    await collect();
    expect(leaks()).toEqual([]);
  });
});

describe('memory limit', () => {
  it('names the ops that hold the memory, before allocating more', () => {
    const held = zeros([1000]);
    setMemoryLimit(6000);
    const before = liveBuffers();
    expect(() => held.add(1)).toThrowError(
      /add: .* more would pass the limit of 5.9 KiB: .*fill 3.9 KiB[\s\S]*fix: wrap the work in scope/,
    );
    expect(liveBuffers()).toBe(before);
    expect(scope(() => held.add(1).sum().item())).toBe(1000);
    held.dispose();
    expect(() => setMemoryLimit(0)).toThrow('bytes must be a number > 0, got 0');
  });
});
