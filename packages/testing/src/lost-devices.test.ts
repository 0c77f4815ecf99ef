import { cpu } from '@descent/backend-cpu';
import {
  add,
  compile,
  currentBackend,
  type DescentError,
  isLoss,
  ones,
  recoverBackend,
  referenceBackend,
  reshape,
  scope,
  type Tensor,
  tensor,
  useBackend,
  Variable,
} from '@descent/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type LosableBackend, type LosableOptions, losable } from './losable.js';

const first = currentBackend();
afterEach(() => useBackend(first));

async function device(options: LosableOptions = {}, make = referenceBackend): Promise<LosableBackend> {
  const backend = await losable(make, options);
  await useBackend(backend);
  return backend;
}

/** The error of a call that throws or rejects. */
async function errorOf(call: () => unknown): Promise<DescentError> {
  try {
    await call();
  } catch (error) {
    return error as DescentError;
  }
  throw new Error('it did not throw');
}

describe.each(['throws', 'lies'] as const)('F103: a lost device that %s', (manner) => {
  it('gives E_LOST for every call that would give values, with the name of the op', async () => {
    const backend = await device({ manner, blocking: true });
    const x = tensor([[1, 2]]) as Tensor;
    const cell = new Variable(x, { name: 'cell' });
    const twice = compile((y: Tensor) => y.mul(2));
    twice(x).dispose();
    const counts = compile(() => cell.assign(cell.value.add(1) as Tensor));
    counts();
    backend.lose('unplugged');
    const elsewhere = referenceBackend();
    const calls: Record<string, () => unknown> = {
      add: () => add(x, 1),
      reshape: () => reshape(x, [2]),
      compile: () => twice(x),
      'compile ': () => counts(),
      data: () => x.data(),
      dataSync: () => x.dataSync(),
      arraySync: () => x.arraySync(),
      to: () => x.to(elsewhere),
      tensor: () => tensor([1]),
      fill: () => ones([2]),
      useBackend: () => useBackend(backend),
      'add  ': () => add(cell.value, cell.value),
    };
    for (const [op, call] of Object.entries(calls)) {
      const error = await errorOf(call);
      expect(isLoss(error), op).toBe(true);
      expect(error.problem).toBe(`${op.trim()}: the device of losable reference was lost: unplugged`);
      expect(error.fix).toContain('recoverBackend()');
    }
    expect(String(x)).toBe('Tensor [1, 2] float32 (on losable reference, which was lost: unplugged)');
  });

  it('lets its tensors be freed, and work goes on elsewhere', async () => {
    const backend = await device({ manner });
    const x = tensor([1, 2]);
    const inner = scope(() => {
      const y = x.mul(2);
      backend.lose();
      return y;
    });
    x.dispose();
    inner.dispose();
    expect(backend.memory().buffers).toBe(0);
    await useBackend(referenceBackend());
    expect(add(tensor([1]), 1).arraySync()).toEqual([2]);
    backend.dispose();
  });

  it('what was on its way when the device went is not believed', async () => {
    const backend = await device({ manner });
    const x = tensor([1, 2]);
    const values = x.data();
    backend.lose('while reading');
    const error = await errorOf(() => values);
    expect([error.code, error.problem]).toEqual([
      'E_LOST',
      expect.stringContaining('the device of losable reference was lost: while reading'),
    ]);
  });

  it('a read or an upload in which it goes gives E_LOST, not zeros', async () => {
    for (const call of ['read', 'upload', 'run'] as const) {
      for (const when of ['before', 'during', 'after'] as const) {
        await device({ manner, losses: [{ call, count: 1, when }] });
        const error = await errorOf(async () => tensor([1, 2]).mul(2).data());
        expect(error.code, `${when} ${call}`).toBe('E_LOST');
      }
    }
  });

  it('says so where inputs live on it and on another', async () => {
    const backend = await device({ manner });
    const x = tensor([1]);
    backend.lose();
    await useBackend(referenceBackend());
    const y = tensor([1]);
    for (const call of [() => add(x, y), () => add(y, x)]) expect((await errorOf(call)).code).toBe('E_LOST');
  });
});

it('F103: any error that the loss led to is E_LOST', async () => {
  for (const call of ['read', 'run', 'upload'] as const) {
    const backend = await losable(referenceBackend);
    const fail = (): never => {
      backend.lose('gone');
      throw new DOMException(`${call} failed`, 'AbortError');
    };
    const failing = Object.create(backend, {
      [call]: { value: call === 'read' ? async () => fail() : fail },
    }) as LosableBackend;
    await useBackend(failing);
    const error = await errorOf(() => tensor([1]).neg().data());
    expect([error.code, (error.cause as Error)?.message]).toEqual(['E_LOST', `${call} failed`]);
  }
});

describe('F103: variables of a lost device', () => {
  const values = (cell: Variable): Promise<ArrayLike<number>> => cell.value.data();

  it('take the host values along that they began with, or that backUp read', async () => {
    const backend = await device();
    const initial = new Variable({ shape: [2], values: Float32Array.of(1, 2) });
    const backedUp = new Variable({ shape: [2] });
    expect(await values(initial)).toEqual(Float32Array.of(1, 2));
    scope(() => backedUp.assign(tensor([3, 4]) as Tensor));
    await backedUp.backUp();
    const { read } = backend.calls;
    await backedUp.backUp();
    expect(backend.calls.read).toBe(read);
    backend.lose();
    await recoverBackend();
    expect(await values(initial)).toEqual(Float32Array.of(1, 2));
    expect(await values(backedUp)).toEqual(Float32Array.of(3, 4));
  });

  it('are lost when they were assigned since, until they are reset', async () => {
    const backend = await device();
    const cell = new Variable({ shape: [2] }, { name: 'weights' });
    await cell.backUp();
    scope(() => cell.assign(tensor([3, 4]) as Tensor));
    backend.lose('unplugged');
    await recoverBackend();
    expect((await errorOf(() => cell.value)).message).toMatchInlineSnapshot(`
      "variable weights: the device of losable reference was lost: unplugged
        fix: go on elsewhere, by await recoverBackend() or await useBackend(…), and make what was on the device anew"
    `);
    cell.reset(Float32Array.of(5, 6));
    expect(await values(cell)).toEqual(Float32Array.of(5, 6));
  });

  it('never come with a copy from before a step that overwrote them in place', async () => {
    const backend = await losable(() => cpu({ threads: 1 }));
    await useBackend(backend);
    const cell = new Variable({ shape: [2] }, { name: 'weights' });
    const step = compile(() => cell.assign(cell.value.add(1) as Tensor));
    for (let i = 0; i < 3; i++) step();
    await cell.backUp();
    step();
    step();
    backend.lose();
    await recoverBackend();
    expect((await errorOf(() => cell.value)).code).toBe('E_LOST');
  });

  it('backUp copies nothing where a device cannot be lost, and rejects where it was', async () => {
    await useBackend(referenceBackend());
    const here = new Variable({ shape: [1] });
    expect(here.value.size).toBe(1);
    await here.backUp();
    const backend = await device();
    const there = new Variable({ shape: [1] });
    scope(() => there.assign(tensor([1]) as Tensor));
    backend.lose();
    expect((await errorOf(() => there.backUp())).code).toBe('E_LOST');
  });
});

describe('F104: recoverBackend', () => {
  it('gives the one in use while it is alive, another of its kind after, the same to all who ask', async () => {
    const backend = await device();
    expect(await recoverBackend()).toBe(backend);
    backend.lose();
    const [one, other] = await Promise.all([recoverBackend(), recoverBackend()]);
    expect(one).toBe(other);
    expect(one).not.toBe(backend);
    expect([one.name, currentBackend()]).toEqual([backend.name, one]);
  });

  it('says that nothing takes its place', async () => {
    const backend = await device({ restarts: 0 });
    backend.lose('unplugged');
    expect((await errorOf(() => recoverBackend())).message).toMatchInlineSnapshot(`
      "recoverBackend: the device of losable reference was lost: unplugged; nothing takes its place: another losable reference: no new device
        fix: use another: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())"
    `);
    expect(currentBackend()).toBe(backend);
  });

  it('a compiled function goes on on the next device', async () => {
    const backend = await device();
    const twice = compile((y: Tensor) => y.mul(2));
    twice(tensor([1]) as Tensor);
    backend.lose();
    await recoverBackend();
    expect(await twice(tensor([4]) as Tensor).data()).toEqual(Float32Array.of(8));
    expect(twice.planCount).toBe(1);
  });
});
