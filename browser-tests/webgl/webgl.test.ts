import { webgl } from '@descent/backend-webgl';
import { matmul, ones, referenceBackend, tensor, useBackend } from '@descent/core';
import { logLoss } from '@descent/losses';
import { flatMemory, trainSmallNet } from '@descent/testing';
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { latestContext, refusal } from './contexts.js';

afterEach(async () => {
  refusal.isOn = false;
  vi.restoreAllMocks();
  await useBackend(referenceBackend());
});

it('says what draws, in which precision, and that it is software', async () => {
  const backend = await webgl();
  expect(backend.description).toMatch(
    /^webgl: .*SwiftShader.*, in software, float32 textures up to \d+ wide; kernels of TensorFlow\.js$/,
  );
  backend.dispose();
});

it('several compute at once, beside a program of `tf`, and end on their own', async () => {
  await tf.setBackend('webgl');
  const theirs = tf.mul(tf.tensor1d([1, 2, 3]), 2);
  const flags = ['WEBGL_CPU_FORWARD', 'WEBGL_SIZE_UPLOAD_UNIFORM', 'WEBGL_DELETE_TEXTURE_THRESHOLD'];
  const before = flags.map((flag) => tf.env().get(flag));
  const [one, two] = [await webgl(), await webgl()];
  await useBackend(one);
  const a = tensor([[1, 2]]);
  await useBackend(two);
  using b = tensor([[3], [4]]);
  one.dispose();
  using c = matmul(b, tensor([[5, 6]]));
  expect(await c.array()).toEqual([
    [15, 18],
    [20, 24],
  ]);
  await expect(a.data()).rejects.toMatchObject({ code: 'E_LOST' });
  two.dispose();
  expect(Array.from(await tf.add(theirs, 1).data())).toEqual([3, 5, 7]);
  expect(flags.map((flag) => tf.env().get(flag))).toEqual(before);
  expect(tf.getBackend()).toBe('webgl');
  tf.removeBackend('webgl');
});

it('leaves the flags of `tf` as they were when a kernel fails', async () => {
  const backend = await useBackend(webgl());
  const before = tf.env().get('WEBGL_CPU_FORWARD');
  tf.env().set('WEBGL_MAX_TEXTURE_SIZE', 64);
  expect(() => ones([20000]).mul(2)).toThrow();
  tf.env().set('WEBGL_MAX_TEXTURE_SIZE', 8192);
  expect(tf.env().get('WEBGL_CPU_FORWARD')).toBe(before);
  backend.dispose();
});

it('F106: what is longer than a texture is wrapped, and what is larger is refused', async () => {
  const backend = await useBackend(webgl());
  tf.env().set('WEBGL_MAX_TEXTURE_SIZE', 64);
  for (const shape of [[3000], [3000, 1], [1, 3000], [50, 60], [2, 3, 500]]) {
    using x = ones(shape);
    using y = x.mul(2).add(1);
    expect(new Set(await y.data()), `${shape}`).toEqual(new Set([3]));
    using sum = y.sum();
    expect((await sum.data())[0], `${shape}`).toBe(9000);
  }
  using large = tensor(new Float32Array(20000).fill(1));
  expect(() => large.mul(2)).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  expect(() => large.mul(2)).toThrow(/more than this device has/);
  tf.env().set('WEBGL_MAX_TEXTURE_SIZE', 8192);
  using small = large.slice(0, 2).mul(2);
  expect(Array.from(await small.data())).toEqual([2, 2]);
  backend.dispose();
});

it('F107: refuses a browser without WebGL2, and a device without float textures', async () => {
  refusal.isOn = true;
  await expect(webgl()).rejects.toThrowErrorMatchingInlineSnapshot(`
    [BackendError: webgl: this browser gives no WebGL2 context: it has none
      fix: use another backend: await pickBackend([() => webgl(), () => cpu()]), with cpu from '@descent/backend-cpu']
  `);
  refusal.isOn = false;
  const { prototype } = WebGL2RenderingContext;
  const { getExtension } = prototype;
  vi.spyOn(prototype, 'getExtension').mockImplementation(function (
    this: WebGL2RenderingContext,
    name: string,
  ) {
    return name === 'EXT_color_buffer_float' ? null : getExtension.call(this, name as 'WEBGL_multi_draw');
  } as typeof getExtension);
  await expect(webgl()).rejects.toThrowErrorMatchingInlineSnapshot(`
    [BackendError: webgl: this device renders into no float32 textures
      fix: take half of the bits: webgl({ precision: 'float16' }); or use another backend: await pickBackend([() => webgl(), () => cpu()]), with cpu from '@descent/backend-cpu']
  `);
  const half = await webgl({ precision: 'any' });
  expect(half.description).toMatch(/float16 textures/);
  half.dispose();
});

it('float16 has 11 bits, ends at 65,504 and begins at 6e-8', async () => {
  const backend = await useBackend(webgl({ precision: 'float16' }));
  expect(backend.description).toMatch(/float16 textures/);
  using x = tensor([1, 3, 70000, 1e-9]);
  using y = x.mul(1).div(3);
  using z = x.mul(1);
  const [third, one] = [...(await y.data())] as [number, number];
  expect(Math.abs(third - 1 / 3)).toBeLessThan(2 ** -12);
  expect(third).not.toBe(Math.fround(1 / 3));
  expect(one).toBe(1);
  const [, , beyond, below] = [...(await z.data())] as [number, number, number, number];
  expect(Number.isFinite(beyond)).toBe(false);
  expect(below).toBe(0);
  backend.dispose();
});

it('float16 trains by Adam, whose epsilon becomes one that it can hold, about as float32 does with that', async () => {
  const losses: number[] = [];
  for (const [precision, options] of [
    ['float32', { epsilon: 2 ** -11 }],
    ['float16', {}],
  ] as const) {
    const backend = await useBackend(webgl({ precision }));
    losses.push((await trainSmallNet({}, options, 0)).losses[1] as number);
    backend.dispose();
  }
  const [whole, half] = losses as [number, number];
  expect(half).not.toBe(whole);
  expect(Math.abs(half / whole - 1)).toBeLessThan(0.02);
});

it('float16 keeps probabilities as far from 0 and 1 as it can tell', async () => {
  const backend = await useBackend(webgl({ precision: 'float16' }));
  // As wrong as can be, both ways.
  using loss = logLoss(tensor([1, 0]), tensor([0, 1]));
  expect((await loss.data())[0]).toBeCloseTo(-Math.log(2 ** -11), 1);
  backend.dispose();
});

it('float16 has no room for random bits, and says so', async () => {
  const backend = await useBackend(webgl({ precision: 'float16' }));
  await expect(trainSmallNet()).rejects.toThrow(/random bits/);
  backend.dispose();
});

let tfjs: MathBackendWebGL | undefined;
let readsOf: () => number;
flatMemory(
  async () => {
    const { write } = MathBackendWebGL.prototype;
    vi.spyOn(MathBackendWebGL.prototype, 'write').mockImplementation(function (
      this: MathBackendWebGL,
      ...given: Parameters<typeof write>
    ) {
      tfjs = this;
      return write.apply(this, given);
    });
    const backend = await webgl();
    const { gl } = latestContext();
    const buffers = vi.spyOn(gl, 'getBufferSubData');
    const waits = vi.spyOn(gl, 'finish');
    const pixels = vi.spyOn(gl, 'readPixels');
    // Each read comes with a proof, of one pixel of bytes.
    const isOfValues = (given: readonly unknown[]): boolean => !given.includes(gl.UNSIGNED_BYTE);
    readsOf = () => {
      const count = buffers.mock.calls.filter(([, , to]) => to.byteLength > 4).length;
      return Math.max(count, pixels.mock.calls.filter(isOfValues).length) + waits.mock.calls.length;
    };
    return backend;
  },
  () => {
    const { numBytesInGPU, numBytesInGPUAllocated } = (tfjs as MathBackendWebGL).memory() as never;
    const memory = { tensors: tfjs?.numDataIds(), numBytesInGPU, numBytesInGPUAllocated };
    return { memory, reads: readsOf() };
  },
);
