import { cpu } from '@descent/backend-cpu';
import {
  type Backend,
  currentBackend,
  pickBackend,
  type RankedBackend,
  recoverBackend,
  referenceBackend,
  useBackend,
} from '@descent/core';
import { afterEach, expect, it, vi } from 'vitest';
import { losable } from './losable.js';

const first = currentBackend();
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await useBackend(first);
});

const silent = { print: false } as const;

/** A backend of a name of its own, and figures of an earlier visit to this page for each. */
function measuredBefore(speeds: Readonly<Record<string, { step: number; latency: number }>>): Backend[] {
  const kept = new Map(
    Object.entries(speeds).map(([name, speed]) => [
      `descent: speed of a backend, 1: ${name}`,
      JSON.stringify(speed),
    ]),
  );
  vi.stubGlobal('document', {});
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
  return Object.keys(speeds).map((name) => ({ ...referenceBackend(), name, description: name }));
}

it('measures what starts, uses the fastest, and says why', async () => {
  const info = vi.spyOn(console, 'info').mockImplementation(() => undefined);
  const { backend, ranking, reason, rejected } = await pickBackend([
    () => Promise.reject(new Error('no adapter')),
    referenceBackend,
    () => cpu({ threads: 1 }),
  ]);
  expect(currentBackend()).toBe(backend);
  expect(ranking.map(({ name }) => name)).toEqual(['cpu', 'reference']);
  const [fast, slow] = ranking as readonly [RankedBackend, RankedBackend];
  expect(slow.step).toBeGreaterThan(3 * fast.step);
  expect(fast.latency).toBeLessThan(fast.step);
  expect(rejected).toEqual(['candidate 1: no adapter']);
  expect(reason).toMatch(
    /^cpu: a training step of a small CNN takes [\d.e+]+ ms, on reference [\d.e+]+ ms \(candidate 1: no adapter\)$/,
  );
  expect(info.mock.calls).toEqual([[`pickBackend: ${reason}`]]);
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
});

it('goes by what is asked for: throughput, latency, or the given order', async () => {
  const [gpu, processor] = measuredBefore({
    'a slow answerer': { step: 1, latency: 4 },
    'a slow computer': { step: 9, latency: 0.1 },
  }) as [Backend, Backend];
  const pick = async (rank?: 'throughput' | 'latency' | 'none') =>
    (await pickBackend([processor, gpu], { ...silent, ...(rank && { rank }) })).backend.name;
  expect(await pick()).toBe('a slow answerer');
  expect(await pick('throughput')).toBe('a slow answerer');
  expect(await pick('latency')).toBe('a slow computer');
  expect(await pick('none')).toBe('a slow computer');
});

it('takes the one given first where two are about as fast', async () => {
  const two = measuredBefore({ one: { step: 5.8, latency: 1 }, other: { step: 5, latency: 1 } });
  expect((await pickBackend(two, silent)).backend.name).toBe('one');
  expect((await pickBackend(two, silent)).ranking.map(({ name }) => name)).toEqual(['other', 'one']);
});

it('keeps what it measured in the storage of a page', async () => {
  const [other] = measuredBefore({ 'measured before': { step: 1e-9, latency: 1e-9 } }) as [Backend];
  const fresh = { ...(await cpu({ threads: 1 })), ...referenceBackend(), description: 'never measured' };
  const { ranking } = await pickBackend([other, fresh], silent);
  const kept = (localStorage as Storage).getItem('descent: speed of a backend, 1: never measured');
  expect(JSON.parse(kept as string)).toEqual({ step: ranking[1]?.step, latency: ranking[1]?.latency });
});

it('disposes of those that it started for nothing, and leaves those that it was given', async () => {
  const [given, started, chosen] = measuredBefore({
    given: { step: 9, latency: 1 },
    started: { step: 5, latency: 1 },
    chosen: { step: 1, latency: 1 },
  }) as [Backend, Backend, Backend];
  const ended = [given, started, chosen].map((backend) => vi.spyOn(backend, 'dispose'));
  await pickBackend([given, () => started, () => chosen], silent);
  expect(ended.map(({ mock }) => mock.calls.length)).toEqual([0, 1, 0]);
});

it('rejects a backend that computes wrong values, and one whose device is lost meanwhile', async () => {
  const real = referenceBackend();
  const broken: Backend = {
    ...real,
    name: 'broken',
    description: 'broken',
    run: (_kernel, _inputs, _attrs, outputs) =>
      outputs.map(({ shape, dtype }) =>
        real.upload(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape, dtype),
      ),
  };
  const [good] = measuredBefore({ good: { step: 1, latency: 1 } }) as [Backend];
  const fading = await losable(() => ({ ...referenceBackend(), description: 'fading' }), {
    losses: [{ call: 'run', count: 9 }],
    manner: 'lies',
  });
  const { rejected, backend } = await pickBackend([broken, fading, good], silent);
  expect(backend).toBe(good);
  expect(rejected).toEqual([
    'candidate 1: broken: computes wrong values: a product of ones came out wrong\n  fix: update the driver, or use another backend',
    expect.stringContaining(
      'candidate 2: reshape: the device of losable reference was lost: lost during run 9',
    ),
  ]);
});

it('the others are what recoverBackend goes on with, the fastest first', async () => {
  const [slow, middle] = measuredBefore({
    slow: { step: 9, latency: 1 },
    middle: { step: 5, latency: 1 },
    best: { step: 1, latency: 1 },
  }) as [Backend, Backend];
  const best = await losable(() => ({ ...referenceBackend(), description: 'best' }), { restarts: 0 });
  expect((await pickBackend([slow, best, middle], silent)).backend).toBe(best);
  best.lose();
  expect(await recoverBackend()).toBe(middle);
  expect(await recoverBackend()).toBe(middle);
});

it('refuses options that it does not have', async () => {
  await expect(pickBackend([first], { rank: 'speed' as never })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ValueError: pickBackend: rank must be 'throughput', 'latency' or 'none', got 'speed']`,
  );
  await expect(pickBackend([first], { order: true } as never)).rejects.toThrow("no option is called 'order'");
});
