import { cpu } from '@descent/backend-cpu';
import {
  compile,
  currentBackend,
  ones,
  pickBackend,
  referenceBackend,
  type Tensor,
  useBackend,
} from '@descent/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gpuAdapters } from './gpu-adapters.js';
import { nodeGpu } from './node-gpu.js';

const before = currentBackend();
afterEach(async () => {
  await useBackend(before);
});

describe('nodeGpu', () => {
  it('says what it computes on', async () => {
    const backend = await nodeGpu();
    expect(backend.description).toMatch(/^node-gpu: \S/);
    backend.dispose();
  });

  it('takes an adapter by its name, and names those that there are', async () => {
    const [first] = await gpuAdapters();
    expect(first?.api).toMatch(/^(vulkan|metal|d3d12)$/);
    const backend = await nodeGpu({ adapter: first?.name });
    backend.dispose();
    await expect(nodeGpu({ adapter: 'no such GPU' })).rejects.toThrow(
      `nodeGpu: no adapter is called "no such GPU"; there are: ${first?.name}`,
    );
  });

  it.runIf(process.platform === 'linux')(
    'F107: says what to install where there is no driver, and leaves it to the next candidate, which is told',
    async () => {
      vi.stubEnv('VK_DRIVER_FILES', '/nowhere.json');
      try {
        await expect(nodeGpu()).rejects.toThrow(
          /no GPU is found on this machine\n {2}fix: .*apt-get install/,
        );
        const { backend, reason } = await pickBackend([() => nodeGpu(), referenceBackend], { print: false });
        expect(backend.name).toBe('reference');
        expect(reason).toContain('no GPU is found on this machine');
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  it('F107: says so of an adapter in software', async ({ skip }) => {
    if (!(await gpuAdapters()).some(({ name }) => /swiftshader|llvmpipe/i.test(name))) skip('there is none');
    const backend = await nodeGpu({ adapter: 'SwiftShader' });
    expect(backend.description).toMatch(/, in software$/);
    backend.dispose();
  });

  it('refuses options that it does not have', async () => {
    await expect(nodeGpu({ adaptor: 'x' } as object)).rejects.toThrow(/adaptor/);
  });

  it('refuses values that options do not have, where no driver would help', async () => {
    await expect(nodeGpu({ powerPreference: 'fast' as 'low-power' })).rejects.toThrow(
      "nodeGpu: powerPreference must be 'high-performance' or 'low-power', got 'fast'",
    );
    await expect(nodeGpu({ adapter: 3 as never })).rejects.toThrow(
      'nodeGpu: adapter must be a part of a name, got 3',
    );
    await expect(nodeGpu({ adapter: '' })).rejects.toThrow('adapter must be a part of a name');
  });

  it('says so when it is used after it was disposed of: at calls, compiled ones, and reads under way', async () => {
    const backend = await useBackend(nodeGpu());
    const x = ones([2]);
    const step = compile((y: Tensor) => y.mul(2).sum());
    step(x);
    const reading = x.add(1).data();
    backend.dispose();
    backend.dispose();
    const disposed = /this backend, node-gpu, is disposed of/;
    await expect(reading).rejects.toThrow(disposed);
    await expect(x.data()).rejects.toThrow(disposed);
    await expect(backend.sync()).rejects.toThrow(disposed);
    expect(() => x.add(1)).toThrow(disposed);
    expect(() => step(x)).toThrow(disposed);
    expect(() => ones([2])).toThrow(disposed);
    step.dispose();
    x.dispose();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('keeps several at once: tensors move from one to another', async () => {
    const [gpu, other] = [await nodeGpu(), await cpu()];
    await useBackend(gpu);
    const a = ones([2, 2]);
    const moved = await a.to(other);
    expect(moved.add(1).dataSync()).toEqual(Float32Array.of(2, 2, 2, 2));
    const back = await moved.to(gpu);
    expect(await back.add(a).data()).toEqual(Float32Array.of(2, 2, 2, 2));
    for (const backend of [gpu, other]) backend.dispose();
  });
});
