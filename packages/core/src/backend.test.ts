import { afterEach, describe, expect, it } from 'vitest';
import { add, currentBackend, pickBackend, referenceBackend, tensor, useBackend } from './index.js';

const first = currentBackend();
afterEach(() => useBackend(first));

describe('useBackend', () => {
  it('makes new tensors live on it, and leaves the others where they are', async () => {
    const before = tensor([1]);
    const second = await useBackend(Promise.resolve(referenceBackend()));
    const after = tensor([1]);
    expect([before.backend, after.backend]).toEqual([first, second]);
    const moved = await before.to(second);
    expect(add(moved, after).arraySync()).toEqual([2]);
    expect(() => add(before, after)).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: add: inputs live on two backends: reference and another reference
        fix: move one: await tensor.to(backend)]
    `);
  });

  it('refuses names, and functions that were not called', async () => {
    await expect(useBackend('cuda' as never)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: useBackend: expects a backend, got 'cuda'
        fix: a backend is a value, not a name: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())]
    `);
    await expect(useBackend(referenceBackend as never)).rejects.toThrow(
      'call it: await useBackend(referenceBackend())',
    );
    await expect(useBackend(undefined as never)).rejects.toThrow('got undefined');
    expect(currentBackend()).toBe(first);
  });
});

describe('pickBackend', () => {
  const order = { rank: 'none', print: false } as const;

  it('takes the first that starts and says why the others did not', async () => {
    const good = referenceBackend();
    const { backend, rejected } = await pickBackend(
      [() => Promise.reject(new Error('no adapter')), good],
      order,
    );
    expect(backend).toBe(good);
    expect(rejected).toEqual(['candidate 1: no adapter']);
  });

  it('names every reason when none starts', async () => {
    await expect(
      pickBackend([() => Promise.reject(new Error('no adapter'))], order),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: pickBackend: none of 1 backends starts:
        candidate 1: no adapter
        fix: leave the choice to core: without useBackend it runs on its built-in reference backend, slowly]
    `);
    await expect(pickBackend([])).rejects.toThrow('expects at least one backend');
  });
});

describe('a disposed backend', () => {
  it('refuses work', async () => {
    const backend = await useBackend(referenceBackend());
    backend.dispose();
    expect(() => tensor([1])).toThrow('reference: the backend was disposed');
  });
});
