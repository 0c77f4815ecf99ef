import { webgl } from '@descent/backend-webgl';
import {
  type Backend,
  currentBackend,
  matmul,
  pickBackend,
  Rng,
  referenceBackend,
  tensor,
  useBackend,
} from '@descent/core';
import type { DeviceLoss } from '@descent/train';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { contexts, latestContext, refusal } from './contexts.js';
import { type Outcome, train } from './training.js';

const isFull = process.env.DESCENT_FULL === '1';

afterEach(async () => {
  refusal.isOn = false;
  vi.restoreAllMocks();
  const backend = currentBackend();
  await useBackend(referenceBackend());
  backend.dispose();
});

/** Two trainings on one device differ in no bit; another driver may order sums otherwise. */
const tolerance = 1e-6;

function expectSame(actual: Outcome, expected: Outcome, title: string): void {
  const values = ({ losses, parameters }: Outcome) => [...losses, ...parameters.flatMap((each) => [...each])];
  const wanted = values(expected);
  values(actual).forEach((value, i) => {
    const close = Math.abs(value - (wanted[i] as number)) <= tolerance * (1 + Math.abs(wanted[i] as number));
    expect(close, `${title}: ${value} instead of ${wanted[i]}`).toBe(true);
  });
}

type Call = 'drawElements' | 'texSubImage2D' | 'texImage2D' | 'clientWaitSync' | 'getBufferSubData';

/** Loses the latest context around one call of it. */
function loseAt(call: Call, count: number, when: 'before' | 'after'): () => boolean {
  const { gl, lose } = latestContext();
  const original = gl[call] as (...given: unknown[]) => unknown;
  let calls = 0;
  const hooked = (...given: unknown[]): unknown => {
    calls++;
    if (calls === count && when === 'before') lose();
    const result = original.apply(gl, given);
    if (calls === count && when === 'after') lose();
    return result;
  };
  Object.defineProperty(gl, call, { value: hooked, configurable: true });
  return () => calls >= count;
}

describe('F103: a context that is lost', () => {
  let unbroken: Outcome;
  beforeAll(async () => {
    const backend = await useBackend(webgl());
    unbroken = await train();
    await useBackend(referenceBackend());
    backend.dispose();
    expect(unbroken.losses[1]).toBeLessThan(unbroken.losses[0] as number);
  });

  it('rejects reads that were under way and later ones, and is told by `lost`', async () => {
    const backend = await useBackend(webgl());
    const a = tensor([[1, 2]]);
    const b = matmul(a, tensor([[3], [4]]));
    const reading = b.data();
    latestContext().lose();
    await expect(reading).rejects.toMatchObject({ code: 'E_LOST' });
    await expect(b.data()).rejects.toMatchObject({ code: 'E_LOST' });
    await expect(a.data()).rejects.toMatchObject({ code: 'E_LOST' });
    expect(() => matmul(b, a)).toThrow(expect.objectContaining({ code: 'E_LOST' }));
    await expect(backend.sync()).rejects.toMatchObject({ code: 'E_LOST' });
    expect(backend.lost).toMatch(/WebGL context/);
    a.dispose();
    b.dispose();
  });

  it('gives no values once it is restored, were it twice, and another does', async () => {
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

  it('is told when the browser drops it for newer ones', async () => {
    const backend = await useBackend(webgl());
    using a = tensor([1, 2, 3]);
    using b = a.mul(2);
    const others = Array.from({ length: 17 }, () => document.createElement('canvas').getContext('webgl2'));
    await vi.waitFor(() => expect(backend.lost).toBeDefined());
    await expect(b.data()).rejects.toMatchObject({ code: 'E_LOST' });
    for (const other of others) other?.getExtension('WEBGL_lose_context')?.loseContext();
  });

  const calls: readonly (readonly [Call, number])[] = [
    ['drawElements', 700],
    ['texSubImage2D', 30],
    ['clientWaitSync', 9],
    ['getBufferSubData', 9],
  ];
  // Each new context compiles all shaders anew: one place before a call and one after it, and all with DESCENT_FULL=1.
  const places = calls
    .flatMap(([call, count]) => (['before', 'after'] as const).map((when) => [when, call, count] as const))
    .filter((_place, i) => isFull || i === 0 || i === 7);
  it.each(places)('ends no training: %s %s number %i', async (when, call, count) => {
    const told: DeviceLoss[] = [];
    await useBackend(webgl());
    const isReached = loseAt(call, count, when);
    const outcome = await train({ callbacks: [{ onDeviceLost: (loss) => void told.push(loss) }] });
    expect(isReached()).toBe(true);
    expect(told.length).toBe(1);
    expectSame(outcome, unbroken, `${when} ${call}`);
  });

  const lossCount = isFull ? 20 : 3;
  it(`ends no training that loses it ${lossCount} times, at random steps`, async () => {
    const epochs = lossCount;
    await useBackend(webgl());
    const expected = await train({ epochs });
    const rng = new Rng(11);
    const order = Array.from(rng.uniformArray(epochs * 10), (draw, step) => ({ draw, step }));
    rng.dispose();
    const steps = new Set(
      order
        .sort((a, b) => a.draw - b.draw)
        .slice(0, lossCount)
        .map(({ step }) => step),
    );
    const told: DeviceLoss[] = [];
    let step = 0;
    const outcome = await train({
      epochs,
      backupEvery: 3,
      callbacks: [
        {
          onBatchEnd() {
            if (steps.delete(step)) latestContext().lose();
            step++;
          },
          onDeviceLost: (loss) => void told.push(loss),
        },
      ],
    });
    expect(told.length).toBe(lossCount);
    expectSame(outcome, expected, 'the last loss');
  });

  it('F104: where the browser gives no other, training goes on on the next backend', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const { backend } = await pickBackend([() => webgl(), () => referenceBackend()], { rank: 'none' });
    expect(backend.name).toBe('webgl');
    const outcome = await train({
      callbacks: [
        {
          onBatchEnd() {
            if (refusal.isOn || currentBackend().name !== 'webgl') return;
            refusal.isOn = true;
            latestContext().lose();
          },
        },
      ],
    });
    expect(currentBackend().name).toBe('reference');
    expectSameWithin(outcome, unbroken, 1e-4);
  });

  it('gives its contexts back when it is disposed of', async () => {
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

function expectSameWithin({ losses }: Outcome, expected: Outcome, allowed: number): void {
  losses.forEach((loss, i) => {
    expect(Math.abs(loss / (expected.losses[i] as number) - 1)).toBeLessThan(allowed);
  });
}
