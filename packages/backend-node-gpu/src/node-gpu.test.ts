import { cpu } from '@descent/backend-cpu';
import { compile, currentBackend, ones, scope, type Tensor, useBackend, Variable } from '@descent/core';
import { afterEach, describe, expect, it } from 'vitest';
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

  it('refuses options that it does not have', async () => {
    await expect(nodeGpu({ adaptor: 'x' } as object)).rejects.toThrow(/adaptor/);
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

  it('is left with the memory that it had, after 1,000 steps', async () => {
    const backend = await useBackend(nodeGpu());
    const weights = new Variable(ones([8, 8]));
    using step = compile((x: Tensor) => {
      weights.assign(weights.value.sub(x.matmul(weights.value).mul(1e-3)));
      return weights.value.sum();
    });
    const used: number[] = [];
    for (let i = 0; i < 1000; i++) {
      scope(() => {
        step(ones([8, 8]));
      });
      if (i % 100 === 99) {
        await backend.sync();
        used.push(backend.memory().bytes);
      }
    }
    // Tensors that were dropped and not freed may be collected meanwhile.
    expect(used.at(-1)).toBeLessThanOrEqual(used[0] as number);
    backend.dispose();
  });
});
