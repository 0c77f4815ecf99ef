import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import {
  type Backend,
  compile,
  currentBackend,
  gather,
  matmul,
  ones,
  softmax,
  type Tensor,
  tensor,
  useBackend,
  Variable,
  zeros,
} from '@descent/core';
import { faultContract, isFull, opCases, opContract, opFaults } from '@descent/testing';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { cpu } from '../cpu.js';
import { builds, workersOf } from '../test-support.js';
import { cpuInWorker } from './cpu-in-worker.js';

// What differs is the way to the worker: usual runs go it with one build.
for (const build of isFull ? builds : builds.slice(0, 1)) {
  opContract(`cpuInWorker, ${build} build, to the bits of cpu`, opCases, {
    reference: () => cpu({ build, threads: 1 }),
    backend: () => cpuInWorker({ build, threads: 2 }),
    tolerance: { absolute: 0, relative: 0 },
  });
  faultContract(`cpuInWorker, ${build} build`, opFaults, { backend: () => cpuInWorker({ build }) });
}

const first = currentBackend();
afterEach(() => useBackend(first));

/** Uses a backend in a worker until the test ends. */
async function inWorker(options: Parameters<typeof cpuInWorker>[0] = {}): Promise<Backend> {
  const backend = await useBackend(cpuInWorker({ threads: 1, ...options }));
  onTestFinished(() => backend.dispose());
  return backend;
}

/** An index that is out of range, which no call can know at once. */
function badRow(): Tensor {
  using rows = tensor([1, 2, 3]);
  using index = tensor([7], [1], 'int32');
  return gather(rows, index);
}

it('src/generated/worker.ts is what the sources give', () => {
  const script = fileURLToPath(new URL('../../scripts/build-worker.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

describe('a backend in a worker', () => {
  it('says what runs there, and which calls run natively', async () => {
    const backend = await inWorker({ threads: 3 });
    expect(backend.description).toMatch(/^cpu: WebAssembly SIMD, .*, 3 threads, in a Worker$/);
    const spec = { shape: [2], dtype: 'float32' } as const;
    expect(backend.supports('Add', [spec, spec], {})).toBe('native');
    expect(backend.supports('Add', [spec, { ...spec, dtype: 'bool' }], {})).toBe('reference');
  });

  it('cannot be read at once, and says how to read', async () => {
    await inWorker();
    using x = tensor([1, 2]);
    expect(() => x.dataSync()).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: dataSync: backend cpu-in-worker cannot read at once
        fix: read asynchronously: await tensor.data()]
    `);
    expect(() => x.sum().item()).toThrow('item: backend cpu-in-worker cannot read at once');
    expect(String(x)).toContain('await tensor.data()');
  });

  it('keeps arrays that a caller may use again, and takes those that it may not', async () => {
    const backend = await inWorker();
    const [kept, given, part] = [1, 2, 3].map((value) => new Float32Array(3).fill(value)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const buffers = [
      backend.upload(kept, [3], 'float32'),
      backend.upload(given, [3], 'float32', true),
      backend.upload(part.subarray(1), [2], 'float32', true),
    ];
    kept.fill(9);
    const values = await Promise.all(buffers.map((buffer) => backend.read(buffer)));
    expect(values.map((each) => [...each])).toEqual([
      [1, 1, 1],
      [2, 2, 2],
      [3, 3],
    ]);
    expect([kept.length, given.length, part.length]).toEqual([3, 0, 3]);
    for (const buffer of buffers) backend.free(buffer);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('refuses what cpu refuses', async () => {
    await expect(cpuInWorker({ threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: cpuInWorker: threads must be a whole number from 1 to 64, got 0]`,
    );
    await expect(cpuInWorker({ build: 'fast' as never })).rejects.toThrow('cpuInWorker: build must be');
  });

  it('that cannot start says why, and what else there is', async () => {
    class Refusing {
      constructor() {
        throw new RangeError('no thread left');
      }
    }
    const refusal = vi
      .spyOn(process.getBuiltinModule('node:worker_threads'), 'Worker')
      .mockImplementation(Refusing as never);
    onTestFinished(() => refusal.mockRestore());
    await expect(cpuInWorker()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: cpuInWorker: the worker cannot start: RangeError: no thread left
        fix: let pages start it by the content security policy worker-src blob:, or compute on this thread: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())]
    `);
  });
});

describe('what fails in the worker', () => {
  it('is thrown as the error that it is where a value that depends on it is read, and nowhere else', async () => {
    const backend = await inWorker();
    using bad = badRow();
    using after = bad.mul(2).add(1);
    using other = ones([2]);
    expect(await other.data()).toEqual(Float32Array.of(1, 1));
    for (const each of [bad, after, bad]) {
      await expect(each.data()).rejects.toThrowErrorMatchingInlineSnapshot(`
        [ShapeError: gather: index 7 at place 0 is outside an axis of size 3
          fix: indices go from 0 to 2]
      `);
      await expect(each.data()).rejects.toMatchObject({ name: 'ShapeError', code: 'E_INDEX' });
    }
    await backend.sync();
  });

  it('is thrown by sync where nobody read it, once', async () => {
    const backend = await inWorker();
    badRow().dispose();
    await expect(backend.sync()).rejects.toThrow('gather: index 7');
    await backend.sync();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('F33: for want of memory is E_OOM, and what fits still runs', async () => {
    const backend = await inWorker({ maxBytes: 1_000_000 });
    const large = ones([500_000]);
    await expect(large.data()).rejects.toMatchObject({ name: 'BackendError', code: 'E_OOM' });
    large.dispose();
    using small = ones([1000]);
    using sum = small.sum();
    expect(await sum.data()).toEqual(Float32Array.of(1000));
    expect(backend.memory().buffers).toBe(2);
  });

  it('F33: a program for which there was no room runs when there is', async () => {
    await inWorker({ maxBytes: 1_000_000 });
    using x = ones([50_000]);
    const held = zeros([190_000]);
    using f = compile((y: Tensor) => matmul(y.reshape([5, 10_000]), y.reshape([10_000, 5])).sum());
    const lost = f(x);
    await expect(lost.data()).rejects.toMatchObject({ code: 'E_OOM' });
    for (const each of [lost, held]) each.dispose();
    using sum = f(x);
    expect(await sum.data()).toEqual(Float32Array.of(250_000));
  });

  it('plans that were disposed of give back what they held', async () => {
    const backend = await inWorker({ maxBytes: 500_000 });
    using x = zeros([1000]);
    for (let i = 0; i < 200; i++) {
      using f = compile((y: Tensor) => softmax(y.add(i)).sum([0]).mul(softmax(y)));
      f(x).dispose();
    }
    await backend.sync();
    expect(backend.memory()).toEqual({ buffers: 1, bytes: 4000 });
  });

  it.each([false, true])(
    'a step leaves its variables as they were, and steps on their way too; shared: %s',
    async (isShared) => {
      const backend = await inWorker();
      const w = new Variable({ shape: [2], values: Float32Array.of(1, 2) });
      using step = compile((i: Tensor) => {
        w.assign(w.value.add(1));
        return gather(w.value, i);
      });
      const run = (index: number): Promise<unknown> => {
        using i = tensor([index], [1], 'int32');
        using out = step(i);
        return out.data();
      };
      expect(await run(0)).toEqual(Float32Array.of(2));
      // A value that somebody holds cannot be overwritten.
      const view = isShared ? w.value.reshape([2, 1]) : undefined;
      const outcomes = await Promise.allSettled([run(0), run(7), run(0), run(1)]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
      for (const outcome of outcomes.slice(1)) {
        expect((outcome as PromiseRejectedResult).reason).toMatchObject({ code: 'E_INDEX' });
      }
      expect(await w.value.data()).toEqual(Float32Array.of(3, 4));
      expect(await run(1)).toEqual(Float32Array.of(5));
      expect(await view?.data()).toEqual(isShared ? Float32Array.of(2, 3) : undefined);
      view?.dispose();
      w.dispose();
      step.dispose();
      await backend.sync();
      expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    },
  );

  it('a kernel that core does not have is refused', async () => {
    const backend = await inWorker();
    const twice = { name: 'Twice', op: 'twice', outputs: () => [], reference: () => undefined };
    const [out] = backend.run(twice, [], {}, [{ shape: [], dtype: 'float32' }]) as [object];
    await expect(backend.read(out)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: Twice: the worker does not know this kernel
        fix: call it on a backend of this thread]
    `);
    backend.free(out);
  });
});

describe('the worker ends', () => {
  it('with dispose: who waits is told, later calls throw, and freeing is harmless', async () => {
    const backend = await inWorker();
    const x = ones([1000, 1000]);
    const reading = matmul(x, x).data();
    backend.dispose();
    await expect(reading).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: cpu-in-worker: the backend was disposed
        fix: make a new one]
    `);
    expect(() => x.add(1)).toThrow('cpu-in-worker: the backend was disposed');
    await expect(backend.sync()).rejects.toThrow('disposed');
    x.dispose();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('F96: by dying: E_WORKER within a second for who waits and for later calls, and another backend goes on', async () => {
    const [backend, workers] = await workersOf(() => useBackend(cpuInWorker({ threads: 2 })));
    const w = new Variable({ shape: [2], values: Float32Array.of(1, 2) });
    using x = ones([1500, 1500]);
    const y = matmul(x, x).add(w.value.sum());
    const reading = y.data();
    const killed = performance.now();
    void (workers[0] as Worker).terminate();
    await expect(reading).rejects.toMatchObject({ name: 'BackendError', code: 'E_WORKER' });
    expect(performance.now() - killed).toBeLessThan(1000);
    expect(() => y.add(1)).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: cpu-in-worker: the worker died, and what it held is lost
        fix: make a new backend, await useBackend(cpuInWorker()), and give variables their values anew]
    `);
    await expect(backend.sync()).rejects.toMatchObject({ code: 'E_WORKER' });
    await inWorker();
    expect(() => w.value).toThrowError(expect.objectContaining({ code: 'E_WORKER' }));
    w.reset(Float32Array.of(3, 4));
    expect(await w.value.data()).toEqual(Float32Array.of(3, 4));
    w.dispose();
    backend.dispose();
  });

  it('when the backend is dropped', async () => {
    const ended = (async () => {
      const [, workers] = await workersOf(() => cpuInWorker({ threads: 1 }));
      return new Promise((resolve) => (workers[0] as Worker).once('exit', resolve));
    })();
    const collecting = setInterval(() => globalThis.gc?.(), 10);
    onTestFinished(() => clearInterval(collecting));
    await ended;
  });

  it('a variable takes its values along when another backend comes into use', async () => {
    await inWorker();
    const w = new Variable({ shape: [2], values: Float32Array.of(1, 2) });
    using step = compile(() => w.assign(w.value.mul(3)));
    step();
    await useBackend(first);
    expect(w.value.dataSync()).toEqual(Float32Array.of(3, 6));
    w.dispose();
  });
});
