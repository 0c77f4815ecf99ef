import {
  affineTransform,
  type Backend,
  floorDiv,
  maxPool3d,
  ones,
  referenceBackend,
  scatterNd,
  scope,
  tensor,
  useBackend,
} from '@descent/core';
import { conv2d as convolution, dense, dropout, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, fit } from '@descent/train';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, it } from 'vitest';
import { fromTfjs } from './from-tfjs.js';

async function lossesOn(backend: Backend): Promise<number[]> {
  await useBackend(backend);
  const side = 8;
  const x = Float32Array.from({ length: 24 * side * side }, (_, i) => Math.sin(i * i * 0.37));
  const y = Int32Array.from({ length: 24 }, (_, i) => (i * 7) % 3);
  const model = sequential(
    { input: [side, side, 1], seed: 3 },
    convolution({ filters: 8, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    convolution({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
    flatten(),
    dropout(0.2),
    dense(3),
  );
  const { epochs } = await fit(
    model,
    { x: tensor(x, [24, side, side, 1]), y: tensor(y, [24], 'int32') },
    { loss: crossEntropyFromLogits, optimizer: adam(), epochs: 4, batchSize: 10, seed: 1, progress: 'none' },
  );
  return epochs.map(({ loss }) => loss as number);
}

describe('fromTfjs', () => {
  it('trains a net with dropout to the losses of the reference kernels', async () => {
    const expected = await lossesOn(referenceBackend());
    const losses = await lossesOn(await fromTfjs('cpu'));
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-5);
    });
  });

  it('leaves the backend of tf as it was', async () => {
    await setBackend('cpu');
    await fromTfjs('cpu');
    expect(getBackend()).toBe('cpu');
  });

  it('frees what it made when it is disposed of, and nothing else', async () => {
    const backend = await fromTfjs('cpu');
    await useBackend(backend);
    ones([3]);
    expect(backend.memory()).toEqual({ buffers: 1, bytes: 12 });
    backend.dispose();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('says what a kernel of tfjs refuses, instead of a wrong gradient', async () => {
    await useBackend(await fromTfjs('cpu'));
    scope(() => {
      const images = ones([1, 2, 2, 3]);
      const transforms = tensor([[1, 0, 0, 0, 1, 0, 0, 0]]);
      expect(() =>
        affineTransform(images, transforms, { fillValue: [1, 2, 3] }),
      ).toThrowErrorMatchingInlineSnapshot(`
        [BackendError: affineTransform: Transform of TensorFlow.js takes one fillValue for all channels
          fix: run this op on another backend: await x.to(await cpu()), with cpu from '@descent/backend-cpu']
      `);
    });
  });

  it('names the backends that there are', async () => {
    await expect(fromTfjs('webgl')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: fromTfjs: TensorFlow.js has no backend 'webgl'; those registered are: cpu, wasm
        fix: import '@tensorflow/tfjs-backend-webgl' first]
    `);
  });

  it('says what to install for the backend of tfjs-node', async () => {
    await expect(fromTfjs('tensorflow')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: fromTfjs: TensorFlow.js has no backend 'tensorflow'; those registered are: cpu, wasm
        fix: npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu, on CUDA), which builds or downloads TensorFlow when it is installed, and import it first; where it cannot be, nodeGpu() from '@descent/backend-node-gpu' and cpu() from '@descent/backend-cpu' need nothing]
    `);
  });

  it('refuses an index outside and a divisor of 0 before a kernel of tfjs meets them, and computes on', async () => {
    for (const name of ['cpu', 'wasm']) {
      await useBackend(await fromTfjs(name));
      scope(() => {
        const updates = tensor([1, 2]);
        const indices = tensor([[1], [400_000_000]], undefined, 'int32');
        expect(() => scatterNd(indices, updates, [3])).toThrow(
          'scatterNd: index 400000000 at place 1 is outside an axis of size 3',
        );
        expect(() => floorDiv(tensor([7], [1], 'int32'), tensor([0], [1], 'int32'))).toThrow('divisor is 0');
        expect(scatterNd(tensor([[1], [1]], undefined, 'int32'), updates, [3]).arraySync()).toEqual([
          0, 3, 0,
        ]);
      });
    }
  });

  it('trains a net of convolutions on WebAssembly, which TensorFlow.js itself cannot, to the losses of the reference kernels', async () => {
    const expected = await lossesOn(referenceBackend());
    const losses = await lossesOn(await fromTfjs('wasm'));
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-5);
    });
  });

  it('has the largest values of volumes below 0, whose kernel of tfjs gives 0 on WebAssembly', async () => {
    await useBackend(await fromTfjs('wasm'));
    const volume = tensor(
      Float32Array.from({ length: 8 }, (_, i) => -1 - i),
      [1, 2, 2, 2, 1],
    );
    expect(scope(() => maxPool3d(volume, 2).arraySync())).toEqual([[[[[-1]]]]]);
  });
});
