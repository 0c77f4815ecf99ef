import { type Backend, compile, ones, scope, type Tensor, tensor, tile, useBackend } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { asHardware, gpuOfTests } from './test-support.js';

describe('a program with ever new shapes', () => {
  let compiled = 0;
  const gpu = gpuOfTests(
    (): Promise<Backend> =>
      asHardware({
        onDevice(device) {
          const create = device.createComputePipeline.bind(device);
          device.createComputePipeline = (descriptor) => {
            compiled++;
            return create(descriptor);
          };
        },
      }),
  );

  it('has shaders forgotten, but for those of plans, which run on', async ({ skip }) => {
    if (process.env.DESCENT_FULL !== '1') skip('it compiles 4096 shaders: DESCENT_FULL=1');
    await useBackend(gpu());
    using plan = compile((x: Tensor) => x.square().add(1));
    const [two, four] = [tensor([2]), tensor([2, 2, 2, 2])];
    expect([...(await plan(two).data())]).toEqual([5]);
    expect([...(await four.sum().data())]).toEqual([8]);
    const before = compiled;
    expect([...(await four.sum().data())]).toEqual([8]);
    expect(compiled, 'what is known is not compiled again').toBe(before);
    scope(() => {
      for (let size = 1; size <= 2048; size++) tile(ones([size]), [2]);
    });
    const after = compiled;
    expect(after - before).toBeGreaterThanOrEqual(2048);
    expect([...(await plan(two).data())]).toEqual([5]);
    expect(compiled, 'a plan keeps its shaders').toBe(after);
    expect([...(await four.sum().data())]).toEqual([8]);
    expect(compiled, 'a single call was forgotten').toBeGreaterThan(after);
  });
});
