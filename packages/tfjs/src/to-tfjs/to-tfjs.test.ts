import { cpu } from '@descent/backend-cpu';
import type { Backend } from '@descent/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toTfjs } from './to-tfjs.js';

let device: Backend;
beforeAll(async () => {
  device = await cpu({ threads: 1 });
  await toTfjs(device);
});
afterEach(async () => {
  await tf.setBackend('descent-cpu');
});
afterAll(() => device.dispose());

/** Pictures with one bright quarter, which is their class. */
function quarters(count: number): { x: tf.Tensor4D; y: tf.Tensor2D } {
  const side = 12;
  const x = tf.buffer([count, side, side, 1], 'float32');
  const y = tf.buffer([count, 4], 'float32');
  for (let i = 0; i < count; i++) {
    const quarter = (i * 7) % 4;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const isInside = Math.floor(row / 6) * 2 + Math.floor(column / 6) === quarter;
        x.set((isInside ? 0.6 : 0.2) + 0.2 * Math.sin(i * 31 + row * 5 + column * 3), i, row, column, 0);
      }
    }
    y.set(1, i, quarter);
  }
  return { x: x.toTensor() as tf.Tensor4D, y: y.toTensor() as tf.Tensor2D };
}

function convNet() {
  const seeded = (seed: number) => ({ kernelInitializer: initializers.heNormal({ seed }) });
  const relu = { activation: 'relu' } as const;
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 12, 1], filters: 8, kernelSize: 3, ...relu, ...seeded(1) }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', ...seeded(2) }),
      layers.batchNormalization(),
      layers.leakyReLU(),
      layers.averagePooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 16, ...relu, ...seeded(3) }),
      layers.dense({ units: 4, activation: 'softmax', ...seeded(4) }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

/** Trains the net on a backend and frees all that it made. */
async function lossesOn(backendName: string): Promise<number[]> {
  await tf.setBackend(backendName);
  const { x, y } = quarters(40);
  const model = convNet();
  const { history } = await model.fit(x, y, { epochs: 6, batchSize: 16, shuffle: false, verbose: 0 });
  model.dispose();
  (model.optimizer as tf.Optimizer).dispose();
  tf.dispose([x, y]);
  return history.loss as number[];
}

describe('a program of TensorFlow.js on descent-cpu', () => {
  it('trains a conv net of tfjs-layers to the losses of tfjs-cpu, within 1e-4', async () => {
    const expected = await lossesOn('cpu');
    const losses = await lossesOn('descent-cpu');
    expect(expected.at(-1)).toBeLessThan(0.7 * (expected[0] as number));
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-4);
    });
  });

  it('leaves nothing behind after a training', async () => {
    await lossesOn('descent-cpu');
    const before = { tfjs: tf.memory().numDataBuffers, device: device.memory() };
    await lossesOn('descent-cpu');
    expect({ tfjs: tf.memory().numDataBuffers, device: device.memory() }).toEqual(before);
  });

  it('frees what tidy frees, and views share a buffer until the last of them goes', async () => {
    await tf.setBackend('descent-cpu');
    const before = device.memory();
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const flat = tf.reshape(x, [4]);
    expect(device.memory().buffers).toBe(before.buffers + 1);
    x.dispose();
    expect([...flat.dataSync()]).toEqual([1, 2, 3, 4]);
    tf.tidy(() => tf.sum(tf.square(tf.add(flat, 1))).dataSync());
    flat.dispose();
    expect(device.memory()).toEqual(before);
  });

  it('takes over tensors of another backend of tfjs, and gives its own away', async () => {
    await tf.setBackend('cpu');
    const x = tf.tensor1d([1, -2, 3]);
    await tf.setBackend('descent-cpu');
    const y = tf.square(x);
    await tf.setBackend('cpu');
    expect([...tf.add(x, y).dataSync()]).toEqual([2, 2, 12]);
  });

  it('works again after tf.engine().reset(), which freed all its tensors', async () => {
    await tf.setBackend('descent-cpu');
    tf.tensor1d([1, 2, 3]);
    tf.engine().reset();
    expect(device.memory().buffers).toBe(0);
    await tf.setBackend('descent-cpu');
    expect(tf.sum(tf.tensor1d([1, 2, 3])).dataSync()[0]).toBe(6);
  });

  it('runs what Descent has no kernels for on tfjs-backend-cpu: strings, complex numbers', async () => {
    await tf.setBackend('descent-cpu');
    const words = tf.tensor1d(['a', 'b']);
    expect(tf.concat([words, words]).dataSync()).toEqual(['a', 'b', 'a', 'b']);
    const spectrum = tf.fft(tf.complex(tf.tensor1d([1, 2, 3, 4]), tf.zeros([4])));
    expect([...tf.real(spectrum).dataSync()]).toEqual([10, -2, -2, -2]);
  });

  it('says what to install where tfjs-backend-cpu is missing', async () => {
    await tf.setBackend(await toTfjs(device, { name: 'alone', useTfjsCpu: false }));
    const words = tf.tensor1d(['a', 'b']);
    expect(() => tf.concat([words, words])).toThrowErrorMatchingInlineSnapshot(`
      [Error: Kernel 'Concat' of string is not one of Descent's
        fix: npm install @tensorflow/tfjs-backend-cpu, which runs what Descent does not]
    `);
    expect(() => tf.complex([1], [1])).toThrow("Kernel 'Complex' not registered for backend 'alone'");
  });

  it('refuses names that tfjs cannot look up, and backends that cannot read at once', async () => {
    await expect(toTfjs(device, { name: 'my_cpu' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: toTfjs: TensorFlow.js finds no kernels of a backend called 'my_cpu'
        fix: take a name without _, such as descent-cpu]
    `);
    const slow = { name: 'slow' };
    await expect(toTfjs(slow as unknown as Backend)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: toTfjs: slow cannot read at once, as kernels of TensorFlow.js do
        fix: give it a CPU backend: await toTfjs(await cpu()), with cpu from '@descent/backend-cpu']
    `);
  });
});
