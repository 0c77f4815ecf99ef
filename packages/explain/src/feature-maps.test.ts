import { currentBackend, tensor } from '@descent/core';
import {
  conv1d,
  conv2d,
  conv2dTranspose,
  dense,
  depthwiseConv2d,
  flatten,
  sequential,
} from '@descent/layers';
import { expectClose, onEachBackend } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { goldenInput, goldenValues, imageNet } from './golden-nets.js';
import { featureMaps, filters } from './index.js';

onEachBackend(() => {
  describe('featureMaps', () => {
    it('are PyTorch’s, for every layer that gives maps', async () => {
      using net = imageNet();
      using x = goldenInput('image net', 'x');
      const found = await featureMaps(net, x);
      expect(found.map(({ name, maps }) => [name, maps.shape])).toEqual([
        ['conv2d', [2, 5, 4, 4]],
        ['conv2d_1', [2, 5, 3, 3]],
        ['maxPool2d', [2, 2, 2, 3]],
      ]);
      for (const [i, name] of ['a0', 'a1', 'pooled'].entries()) {
        const values = goldenValues('image net', name);
        expectClose(found[i]?.maps.values as Float32Array, values);
        expectClose(found[i]?.range as readonly number[], [Math.min(...values), Math.max(...values)]);
      }
    });

    it('are those of layers that are named, and no tensor is left', async () => {
      using net = imageNet();
      using x = goldenInput('image net', 'x');
      await featureMaps(net, x);
      const { buffers } = currentBackend().memory();
      const found = await featureMaps(net, x, { layers: ['dense', 'conv2d'] });
      expect(found.map(({ name }) => name)).toEqual(['conv2d', 'dense']);
      expectClose(found[1]?.maps.values as Float32Array, goldenValues('image net', 'in2'));
      expect(currentBackend().memory().buffers).toBe(buffers);
    });
  });
});

describe('featureMaps', () => {
  it('says what is wrong with what it is given', async () => {
    using net = imageNet();
    using x = goldenInput('image net', 'x');
    const problem = (layers: unknown) => featureMaps(net, x, { layers: layers as string[] });
    await expect(problem(['conv'])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: featureMaps: no layer is called 'conv'
        fix: use one of conv2d, conv2d_1, maxPool2d, flatten, dense]
    `);
    await expect(problem('conv2d')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: featureMaps: layers must be a list of names, got 'conv2d']`,
    );
  });
});

describe('filters', () => {
  it('are the kernels, one by one, wherever the kernel has them', async () => {
    using net = sequential(
      { input: [6, 6, 2] },
      conv2d({ filters: 3, kernelSize: [1, 2] }),
      depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }),
      conv2dTranspose({ filters: 2, kernelSize: 2 }),
      flatten(),
      dense(2),
    );
    const found = await filters(net);
    expect(found.map(({ name, filters: { shape } }) => [name, shape])).toEqual([
      ['conv2d', [3, 1, 2, 2]],
      ['depthwiseConv2d', [2, 2, 2, 3]],
      ['conv2dTranspose', [2, 2, 2, 6]],
    ]);
    const kernel = net.parameters[0]?.value.dataSync() as Float32Array;
    // Filter 1 of [1, 2, 2, 3]: every third weight.
    expect([...(found[0]?.filters.values ?? [])].slice(4, 8)).toEqual([1, 4, 7, 10].map((i) => kernel[i]));
    expect(found[0]?.range).toEqual([Math.min(...kernel), Math.max(...kernel)]);
    expect(await filters(net, { layers: ['conv2dTranspose'] })).toHaveLength(1);
  });

  it('of lines have one axis less', async () => {
    using net = sequential({ input: [9, 2] }, conv1d({ filters: 4, kernelSize: 3 }));
    expect((await filters(net))[0]?.filters.shape).toEqual([4, 3, 2]);
  });

  it('leave no tensor, and say which layer has none', async () => {
    using net = imageNet();
    await filters(net);
    const { buffers } = currentBackend().memory();
    await filters(net);
    expect(currentBackend().memory().buffers).toBe(buffers);
    await expect(filters(net, { layers: ['dense'] })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: filters: layers[4] dense(3) has no filters
        fix: name convolution layers, or none for all of them]
    `);
    using x = tensor([[1]]);
    await expect(filters(x as never)).rejects.toMatchObject({ code: 'E_VALUE' });
  });
});
