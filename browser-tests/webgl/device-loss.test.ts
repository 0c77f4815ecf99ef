import { webgl } from '@descent/backend-webgl';
import { type Backend, matmul, scope, tanh, tensor, useBackend } from '@descent/core';
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
  const spoilNextShader = (): void => {
    const { gl } = latestContext();
    vi.spyOn(gl, 'shaderSource').mockImplementationOnce((shader) => {
      WebGL2RenderingContext.prototype.shaderSource.call(gl, shader, 'void main( {');
    });
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
  };
  const lost = { code: 'E_LOST', message: expect.stringContaining('it refused its work') };

  it('is lost, and gives no more values', async () => {
    const backend = await useBackend(webgl());
    using a = tensor([5]);
    spoilNextShader();
    expect(() => a.mul(2)).toThrow(expect.objectContaining(lost));
    expect(() => a.mul(2)).toThrow(expect.objectContaining(lost));
    await expect(a.data()).rejects.toMatchObject(lost);
    expect(backend.lost).toMatch(/^it refused its work: .*Failed to compile/);
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
            spoilNextShader();
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
