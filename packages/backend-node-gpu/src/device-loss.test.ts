import { startOnGpu } from '@descent/backend-webgpu';
import { type Backend, currentBackend, ones, type Tensor, useBackend } from '@descent/core';
import { dense, dropout, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, fit } from '@descent/train';
import { afterAll, describe, expect, it } from 'vitest';
import { requestAdapter } from './dawn.js';

/** The devices that were made, the last one last. */
const devices: GPUDevice[] = [];
const before = currentBackend();

/** A backend on Dawn whose device a test can take away. */
function losableGpu(): Promise<Backend> {
  return startOnGpu('node-gpu', async () => {
    const adapter = await requestAdapter(undefined, {});
    const requestDevice = async (descriptor?: GPUDeviceDescriptor) => {
      const device = await adapter.requestDevice(descriptor);
      devices.push(device);
      return device;
    };
    return { info: adapter.info, limits: adapter.limits, requestDevice } as unknown as GPUAdapter;
  });
}

/** Takes the device away, as a driver that crashes does. */
function lose(): void {
  (devices.at(-1) as GPUDevice).destroy();
}

const steps = 24;
const x = Array.from({ length: 4 * steps }, (_, i) => [Math.sin(i), Math.cos(i * i), (i % 7) / 7]);
const y = Int32Array.from({ length: 4 * steps }, (_, i) => i % 3);

/** The losses of a training run whose device is lost after some of its steps. */
async function losses(backend: Backend, lostAfter: readonly number[] = []): Promise<number[]> {
  await useBackend(backend);
  const model = sequential(
    { input: [3], seed: 5 },
    dense(16, { activation: 'tanh' }),
    dropout(0.3),
    dense(3),
  );
  let batch = 0;
  const left = new Set(lostAfter);
  const history = await fit(
    model,
    { x, y },
    {
      loss: crossEntropyFromLogits,
      optimizer: adam({ learningRate: 0.01 }),
      epochs: 2,
      batchSize: 4,
      seed: 1,
      progress: 'none',
      backupEvery: 5,
      callbacks: [
        {
          // So that two steps are under way when it goes.
          readsLogsOnly: true,
          onBatchEnd: () => {
            if (left.delete(batch++)) lose();
          },
        },
      ],
    },
  );
  model.dispose();
  return history.epochs.map(({ loss }) => loss as number);
}

afterAll(async () => {
  await useBackend(before);
});

describe('a device that is lost', () => {
  it('says so, and what was on it is not read', async () => {
    const backend = await useBackend(losableGpu());
    const tensor: Tensor = ones([3]);
    const reading = tensor.data();
    lose();
    await expect(reading).rejects.toMatchObject({ code: 'E_LOST' });
    await expect(tensor.data()).rejects.toMatchObject({ code: 'E_LOST' });
    expect(() => tensor.add(1)).toThrowError(expect.objectContaining({ code: 'E_LOST' }));
    expect(backend.lost).toBeTypeOf('string');
    backend.dispose();
  });

  it('is followed by another that counts as it did', async () => {
    const backend = await useBackend(losableGpu());
    lose();
    await expect(backend.sync()).rejects.toMatchObject({ code: 'E_LOST' });
    const next = await useBackend(backend.restart?.() as Promise<Backend>);
    expect(await ones([3]).add(1).data()).toEqual(Float32Array.of(2, 2, 2));
    next.dispose();
  });

  const places = Array.from(
    { length: process.env.DESCENT_FULL === '1' ? 20 : 3 },
    (_, i) => (i * 29) % (2 * steps),
  );

  it(`ends no training: after any of ${places.length} steps the losses are those of a run without`, async () => {
    const expected = await losses(await losableGpu());
    for (const step of places) {
      expect(await losses(await losableGpu(), [step]), `lost after step ${step}`).toEqual(expected);
    }
  }, 300_000);
});
