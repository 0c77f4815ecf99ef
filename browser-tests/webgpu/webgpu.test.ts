import { webgpu } from '@descent/backend-webgpu';
import { matmul, pickBackend, referenceBackend, tensor, useBackend } from '@descent/core';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(async () => {
  vi.restoreAllMocks();
  await useBackend(referenceBackend());
});

describe('F107: webgpu', () => {
  it('says that no adapter is given, and leaves it to the next candidate, which is told', async () => {
    vi.spyOn(navigator.gpu, 'requestAdapter').mockResolvedValue(null);
    await expect(webgpu()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: webgpu: the browser gives no adapter
        fix: its page chrome://gpu says why; until then: await pickBackend([() => webgpu(), () => cpu()])]
    `);
    const info = vi.spyOn(console, 'info').mockImplementation(() => undefined);
    const { backend } = await pickBackend([() => webgpu(), referenceBackend]);
    expect(backend.name).toBe('reference');
    expect(info.mock.calls.flat().join()).toMatch(
      /^pickBackend: reference.*webgpu: the browser gives no adapter/,
    );
  });

  it('says so of an adapter in software, and computes on it', async () => {
    const backend = await useBackend(webgpu());
    expect(backend.description).toMatch(/^webgpu: .*swiftshader.*, in software$/i);
    using product = matmul(tensor([[1, 2]]), tensor([[3], [4]]));
    expect(await product.array()).toEqual([[11]]);
    backend.dispose();
  });
});

it('F109: more devices than contexts of WebGL are allowed are all alive', async () => {
  const backends = await Promise.all(Array.from({ length: 20 }, () => webgpu()));
  for (const backend of backends) {
    await useBackend(backend);
    using sum = tensor([1, 2]).add(1);
    expect(Array.from(await sum.data())).toEqual([2, 3]);
    expect(backend.lost).toBeUndefined();
  }
  await useBackend(referenceBackend());
  for (const backend of backends) backend.dispose();
});
