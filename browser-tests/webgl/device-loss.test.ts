import { webgl } from '@descent/backend-webgl';
import {
  type Backend,
  currentBackend,
  matmul,
  scope,
  type Tensor,
  tanh,
  tensor,
  useBackend,
} from '@descent/core';
import { deviceLossContract, expectClose, isFull, trainSmallNet } from '@descent/testing';
import type { DeviceLoss } from '@descent/train';
import { describe, expect, it, vi } from 'vitest';
import { contexts, latestContext, refusal } from './contexts.js';

deviceLossContract({
  name: 'webgl',
  start: () => webgl(),
  latest: latestContext,
  refuse: (isRefusing) => {
    refusal.isOn = isRefusing;
  },
  places: [
    ['drawElements', 700],
    ['texSubImage2D', 30],
    ['clientWaitSync', 9],
    ['getBufferSubData', 9],
  ],
});

it('F104: a context that is restored, were it twice, gives no values, and another does', async () => {
  const backend = await useBackend(webgl());
  const { lose, restore } = latestContext();
  const a = tensor([[1, 2]]);
  const b = matmul(a, tensor([[3], [4]]));
  for (let i = 0; i < 2; i++) {
    lose();
    await new Promise((resolve) => setTimeout(resolve, 20));
    restore();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(b.data()).rejects.toMatchObject({ code: 'E_LOST' });
  }
  const another = await useBackend((backend as Required<Backend>).restart());
  using c = matmul(tensor([[1, 2]]), tensor([[3], [4]]));
  expect(await c.array()).toEqual([[11]]);
  expect(another.lost).toBeUndefined();
  expect(backend.lost).toBeDefined();
});

describe('F105: a context that does not compile a shader', () => {
  /** Spoils shaders that the latest context is given: all from now on, or the next alone. */
  const spoilShaders = (isNextAlone = false): void => {
    const { gl } = latestContext();
    const { shaderSource } = WebGL2RenderingContext.prototype;
    const spoil = (shader: WebGLShader): void => shaderSource.call(gl, shader, 'void main( {');
    const spy = vi.spyOn(gl, 'shaderSource');
    if (isNextAlone) spy.mockImplementationOnce(spoil);
    else spy.mockImplementation(spoil);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
  };
  const lost = { code: 'E_LOST', message: expect.stringContaining('it refused its work') };

  it('is lost, and gives no more values', async () => {
    const backend = await useBackend(webgl());
    using a = tensor([5]);
    spoilShaders();
    expect(() => a.mul(2)).toThrow(expect.objectContaining(lost));
    expect(() => a.mul(2)).toThrow(expect.objectContaining(lost));
    await expect(a.data()).rejects.toMatchObject(lost);
    expect(backend.lost).toMatch(/^it refused its work: .*Failed to compile/);
  });

  it('refuses that one alone where it compiles others, and computes on', async () => {
    const backend = await useBackend(webgl());
    using a = tensor([5]);
    spoilShaders(true);
    expect(() => a.mul(2)).toThrow(/mul: .*Failed to compile/);
    expect(backend.lost).toBeUndefined();
    using b = a.mul(2);
    expect(await b.array()).toEqual([10]);
    backend.dispose();
  });

  it('ends no training', async ({ skip }) => {
    if (!isFull) skip('each context compiles all shaders anew: DESCENT_FULL=1');
    await useBackend(webgl());
    const expected = await trainSmallNet({ epochs: 1 });
    const told: DeviceLoss[] = [];
    const actual = await trainSmallNet({
      epochs: 1,
      callbacks: [
        {
          onBatchEnd({ batch }) {
            if (batch !== 5 || told.length > 0) return;
            spoilShaders();
            expect(() => scope(() => tanh(tensor([5])))).toThrow(expect.objectContaining(lost));
          },
          onDeviceLost: (loss) => void told.push(loss),
        },
      ],
    });
    expect(told.length).toBe(1);
    expectClose(actual.losses, expected.losses);
  }, 300_000);
});

describe('F109: a page with more than 16 contexts', () => {
  it('is told when the browser drops one for newer ones', async () => {
    const backend = await useBackend(webgl());
    using a = tensor([1, 2, 3]);
    using b = a.mul(2);
    const others = Array.from({ length: 17 }, () => document.createElement('canvas').getContext('webgl2'));
    await vi.waitFor(() => expect(backend.lost).toBeDefined());
    await expect(b.data()).rejects.toMatchObject({ code: 'E_LOST' });
    for (const other of others) other?.getExtension('WEBGL_lose_context')?.loseContext();
  });

  it('gives those back that it disposes of', async () => {
    const before = contexts.length;
    for (let i = 0; i < 20; i++) {
      const backend = await webgl();
      backend.dispose();
    }
    const made = contexts.slice(before);
    expect(made.length).toBe(20);
    expect(made.every(({ gl }) => gl.isContextLost())).toBe(true);
  });
});

describe('F103: a context that only seems to be there', () => {
  /** Lets a context do nothing, as Chromium's does between the end of the process that drives the GPU and the event. */
  const silence = (): void => {
    const { gl } = latestContext();
    for (const call of ['drawElements', 'readPixels', 'clear', 'getBufferSubData'] as const) {
      vi.spyOn(gl, call).mockImplementation(() => undefined);
    }
    vi.spyOn(gl, 'clientWaitSync').mockImplementation(() => gl.ALREADY_SIGNALED);
  };
  const lost = { code: 'E_LOST', message: expect.stringContaining('did not do what was queued') };

  it('gives no zeros: reads reject, and so does sync', async () => {
    for (const look of [
      (x: Tensor) => x.data(),
      async (x: Tensor) => x.dataSync(),
      () => currentBackend().sync(),
    ]) {
      const backend = await useBackend(webgl());
      using a = tensor([[1, 2]]);
      using b = matmul(a, tensor([[3], [4]]));
      silence();
      await expect(look(b)).rejects.toMatchObject(lost);
      expect(backend.lost).toBe('it did not do what was queued');
      backend.dispose();
    }
  });

  it('is not given out as a new one', async () => {
    const { prototype } = WebGL2RenderingContext;
    vi.spyOn(prototype, 'clear').mockImplementation(() => undefined);
    await expect(webgl()).rejects.toThrow('the context that this browser gives does not compute');
    vi.restoreAllMocks();
    (await webgl()).dispose();
  });

  it('is lost where it refuses a command', async () => {
    await useBackend(webgl());
    using a = tensor([1, 2]);
    using b = a.mul(2);
    const { gl } = latestContext();
    gl.enable(gl.TEXTURE_2D);
    await expect(b.data()).rejects.toMatchObject({
      code: 'E_LOST',
      message: expect.stringContaining('it refused its work: INVALID_ENUM'),
    });
  });
});
