import {
  type Backend,
  currentBackend,
  matmul,
  ones,
  pickBackend,
  Rng,
  referenceBackend,
  tensor,
  useBackend,
} from '@descent/core';
import type { Callback, DeviceLoss } from '@descent/train';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectClose } from '../close.js';
import { isFull } from '../is-full.js';
import type { GivenDevice } from './given-device.js';
import { type Outcome, trainSmallNet } from './small-training.js';

/** A kind of backend whose devices a test has in its hands. */
export interface LosableKind {
  readonly name: string;
  /** Starts a backend on a device of its own. */
  start(): Promise<Backend>;
  /** The device of the backend that was started last. */
  latest(): GivenDevice;
  /** Whether no more devices are given from now on. */
  refuse(isRefusing: boolean): void;
  /** Calls of the device around which it is lost in a training of 20 steps, and which of them. */
  readonly places: readonly (readonly [call: string, count: number])[];
}

/**
 * What holds of a backend whose device is lost: E_LOST and no values, and training that ends as without. Devices are lost
 * before one call, and at two random steps; with DESCENT_FULL=1 around all, and at 20.
 *
 * @example deviceLossContract({ name: 'webgl', start: () => webgl(), places: [['drawElements', 700]], … })
 */
export function deviceLossContract({ name, start, latest, refuse, places }: LosableKind): void {
  afterEach(async () => {
    refuse(false);
    vi.restoreAllMocks();
    const backend = currentBackend();
    await useBackend(referenceBackend());
    backend.dispose();
  });

  describe(`F103: a device of ${name} that is lost`, { timeout: 300_000 }, () => {
    let unbroken: Outcome;
    beforeAll(async () => {
      const backend = await useBackend(start());
      unbroken = await trainSmallNet({ epochs: 2 });
      await useBackend(referenceBackend());
      backend.dispose();
      expect(unbroken.losses[1]).toBeLessThan(unbroken.losses[0] as number);
    });

    it('rejects reads that were under way and later ones, throws at calls, and takes back what is there', async () => {
      const backend = await useBackend(start());
      const a = tensor([[1, 2]]);
      const b = matmul(a, tensor([[3], [4]]));
      const reading = b.data();
      latest().lose();
      const lost = { code: 'E_LOST' };
      await expect(reading).rejects.toMatchObject(lost);
      await expect(b.data()).rejects.toMatchObject(lost);
      await expect(a.data()).rejects.toMatchObject(lost);
      expect(() => matmul(b, a)).toThrow(expect.objectContaining(lost));
      expect(() => tensor([1]).add(1)).toThrow(expect.objectContaining(lost));
      await expect(backend.sync()).rejects.toMatchObject(lost);
      expect(backend.lost).toMatch(/\w/);
      a.dispose();
      b.dispose();
      expect(backend.memory().bytes).toBeGreaterThanOrEqual(0);
    });

    it('F105: while a shader takes long, rejects what waits for it', async () => {
      await useBackend(start());
      const long = ones([400, 400]);
      const reading = matmul(long, matmul(long, long)).data();
      setTimeout(() => latest().lose(), 20);
      await expect(reading).rejects.toMatchObject({ code: 'E_LOST' });
    });

    it('is followed by another that computes, and gives no values itself, were it lost twice', async () => {
      const first = await useBackend(start());
      const a = tensor([[1, 2]]);
      let backend = first;
      for (let i = 0; i < 2; i++) {
        latest().lose();
        await expect(backend.sync()).rejects.toMatchObject({ code: 'E_LOST' });
        backend = await useBackend((backend as Required<Backend>).restart());
        using b = matmul(tensor([[1, 2]]), tensor([[3], [4]]));
        expect(await b.array()).toEqual([[11]]);
        expect(backend.lost).toBeUndefined();
      }
      expect(first.lost).toBeDefined();
      await expect(a.data()).rejects.toMatchObject({ code: 'E_LOST' });
    });

    const moments = places
      .flatMap(([call, count]) => (['before', 'after'] as const).map((when) => [when, call, count] as const))
      // Each device compiles all shaders anew.
      .filter((_moment, i) => isFull || i === 0);
    it.each(moments)('ends no training: lost %s %s number %i', async (when, call, count) => {
      const told: DeviceLoss[] = [];
      await useBackend(start());
      const isReached = latest().loseAt(call, count, when);
      const outcome = await trainSmallNet({
        epochs: 2,
        callbacks: [{ onDeviceLost: (loss) => void told.push(loss) }],
      });
      expect(isReached()).toBe(true);
      expect(told.length).toBe(1);
      expectSame(outcome, unbroken);
    });

    const lossCount = isFull ? 20 : 2;
    it(`ends no training that loses it ${lossCount} times, at random steps`, async () => {
      await useBackend(start());
      const expected = isFull ? await trainSmallNet({ epochs: lossCount }) : unbroken;
      const told: DeviceLoss[] = [];
      const steps = randomSteps(lossCount, 10 * lossCount);
      const outcome = await trainSmallNet({
        epochs: lossCount,
        backupEvery: 3,
        callbacks: [losing(latest, steps), { onDeviceLost: (loss) => void told.push(loss) }],
      });
      expect(told.length).toBe(lossCount);
      expectSame(outcome, expected);
    }, 900_000);

    it('F104: where no other is given, training goes on on the next backend', async () => {
      vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const { backend } = await pickBackend([start, referenceBackend], { rank: 'none', print: false });
      const told: DeviceLoss[] = [];
      const outcome = await trainSmallNet({
        epochs: 2,
        callbacks: [
          {
            onBatchEnd({ epoch, batch }) {
              if (epoch > 0 || batch !== 4 || backend !== currentBackend()) return;
              refuse(true);
              latest().lose();
            },
            onDeviceLost: (loss) => void told.push(loss),
          },
        ],
      });
      expect(told.map(({ next }) => next)).toEqual(['reference']);
      expectClose(outcome.losses, unbroken.losses, { relative: 1e-4 });
    });
  });
}

/** Places of different steps. */
function randomSteps(count: number, among: number): Set<number> {
  const rng = new Rng(11);
  const order = Array.from(rng.uniformArray(among), (draw, step) => ({ draw, step }));
  rng.dispose();
  const chosen = order.sort((a, b) => a.draw - b.draw).slice(0, count);
  return new Set(chosen.map(({ step }) => step));
}

/** Loses a device once after each of some steps. */
function losing(latest: () => GivenDevice, steps: Set<number>): Callback {
  return {
    // So that two steps are under way when it goes.
    readsLogsOnly: true,
    onBatchEnd({ epoch, batch }) {
      if (steps.delete(10 * epoch + batch - 1)) latest().lose();
    },
  };
}

/** Two trainings on one device differ in no bit; another driver may order sums otherwise. */
function expectSame(actual: Outcome, expected: Outcome): void {
  const values = ({ losses, parameters }: Outcome) => [...losses, ...parameters.flatMap((each) => [...each])];
  expectClose(values(actual), values(expected), { absolute: 1e-6, relative: 1e-6 });
}
