import {
  affineTransform,
  type Backend,
  conv2d,
  cumsum,
  grad,
  maxPool3d,
  mul,
  Rng,
  referenceBackend,
  reverse,
  scope,
  sort,
  sum,
  type Tensor,
  tensor,
  transpose,
  useBackend,
} from '@descent/core';
import { conv2d as convolution, dense, dropout, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { expectClose } from '@descent/testing';
import { adam, fit } from '@descent/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerWebgpu } from './dawn-of-tests.js';
import { fromTfjs } from './from-tfjs.js';

let webgpu: Backend;
beforeAll(async () => {
  await registerWebgpu();
  webgpu = await fromTfjs('webgpu');
});
afterAll(async () => {
  await useBackend(referenceBackend());
  webgpu.dispose();
});

const waves = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(i * i * 0.37));

/** The values of what a function makes on a backend. */
async function valuesOn(backend: Backend, make: () => Tensor): Promise<number[]> {
  await useBackend(backend);
  const made = scope(make);
  const values = Array.from(await made.data());
  made.dispose();
  return values;
}

/** What TensorFlow.js' own kernels lack, refuse or have wrong on WebGPU. */
const made: Readonly<Record<string, () => Tensor>> = {
  'the gradient of a dilated convolution': () => {
    const x = tensor(waves(98), [1, 7, 7, 2]);
    const options = { dilations: 2 } as const;
    return grad((w: Tensor) => sum(conv2d(x, w, options)))(tensor(waves(54), [3, 3, 2, 3]));
  },
  'the gradient of a pool over volumes': () =>
    grad((x: Tensor) => sum(mul(maxPool3d(x, 2), 3)))(tensor(waves(64), [1, 4, 4, 4, 1])),
  'a running sum from the end': () => cumsum(tensor(waves(15), [3, 5]), 1, { reverse: true }),
  'a product of whole numbers beyond 2²⁴': () =>
    mul(tensor([16777217, 65537], [2], 'int32'), tensor([3, 65537], [2], 'int32')),
  'a transpose of whole numbers': () => transpose(tensor([1, 2, 3, 16777217, 5, 6], [2, 3], 'int32')),
  'the largest values along the first of two axes': () => tensor(waves(24), [2, 3, 4]).max(1),
  'a sort beside NaN': () => sort(tensor([3, Number.NaN, -1, 3, 2])),
  'eight axes, reversed': () => reverse(tensor(waves(16), [2, 1, 2, 1, 2, 1, 2, 1]), [0, 4]),
  'the gradient of an affine transform': () => {
    const turn = tensor([[0.8, -0.6, 1, 0.6, 0.8, 0, 0, 0]]);
    const read = (x: Tensor) => affineTransform(x, turn, { interpolation: 'bilinear' });
    return grad((x: Tensor) => sum(read(x)))(tensor(waves(16), [1, 4, 4, 1]));
  },
  'random numbers': () => {
    const rng = new Rng(7);
    const drawn = rng.uniform([9]);
    rng.dispose();
    return drawn;
  },
};

async function lossesOn(backend: Backend): Promise<number[]> {
  await useBackend(backend);
  using model = sequential(
    { input: [6, 6, 1], seed: 3 },
    convolution({ filters: 4, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dropout(0.2),
    dense(3),
  );
  const optimizer = adam();
  using x = tensor(waves(8 * 36), [8, 6, 6, 1]);
  using y = tensor([0, 1, 2, 0, 1, 2, 0, 1], [8], 'int32');
  const data = { x, y };
  const { epochs } = await fit(model, data, {
    loss: crossEntropyFromLogits,
    optimizer,
    epochs: 2,
    batchSize: 8,
    seed: 1,
    progress: 'none',
  });
  optimizer.dispose();
  return epochs.map(({ loss }) => loss as number);
}

describe("fromTfjs('webgpu')", () => {
  it.each(Object.entries(made))('gives %s as the reference kernels do', async (_, make) => {
    const expected = await valuesOn(referenceBackend(), make);
    expectClose(await valuesOn(webgpu, make), expected, { absolute: 2e-5, relative: 1e-5 });
  });

  it('takes two steps of a small net of convolutions to the losses of the reference kernels, and leaves nothing', async () => {
    const expected = await lossesOn(referenceBackend());
    const before = webgpu.memory();
    const losses = await lossesOn(webgpu);
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-5);
    });
    expect(losses[1]).not.toBe(losses[0]);
    expect(webgpu.memory()).toEqual(before);
  });

  it('does not wait for the device: values are read asynchronously alone', async () => {
    await useBackend(webgpu);
    using x = tensor([1, 2]);
    expect(() => x.arraySync()).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: arraySync: backend webgpu cannot read at once
        fix: read asynchronously: await tensor.data()]
    `);
    expect(await x.array()).toEqual([1, 2]);
  });

  it('says which kernel of TensorFlow.js refuses a call', async () => {
    await useBackend(webgpu);
    scope(() => {
      const x = tensor(waves(16), [2, 1, 2, 1, 2, 1, 2, 1]);
      expect(() =>
        x.slice([0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1]),
      ).toThrowErrorMatchingInlineSnapshot(
        `[BackendError: slice: the kernel Slice of TensorFlow.js' webgpu failed: GPU for rank 8 is not yet supported]`,
      );
    });
  });
});
