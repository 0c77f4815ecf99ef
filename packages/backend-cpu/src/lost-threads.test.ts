import { Worker } from 'node:worker_threads';
import {
  type Backend,
  compile,
  currentBackend,
  type DeviceBuffer,
  matmul,
  type Tensor,
  tensor,
  useBackend,
  Variable,
} from '@descent/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { buildBytes } from './build-bytes.js';
import { cpu } from './cpu.js';
import { CpuBackend } from './cpu-backend.js';
import { hasStopped } from './start-worker.js';
import { floats, nativeKernel, runNative, uniform, workersOf } from './test-support.js';
import { startThreads, type Threads } from './threads.js';
import { WasmMemory } from './wasm-memory.js';
import { bestBuild, instantiate, type Machine } from './wasm-module.js';

const size = 512;
const factor = floats(uniform(1, size * size), [size, size]);
const expected = product(await cpu({ threads: 1 }));

/** A product that is shared among threads. */
function product(backend: Backend): Float32Array {
  const attrs = { transposeA: false, transposeB: false };
  return runNative(backend, 'BatchMatMul', [factor, factor], attrs, [size, size]) as Float32Array;
}

/** Three rows for a softmax, which is a chunk for each: longer than a nap. */
const longRows = { shape: [3, 4_000_000], dtype: 'float32' } as const;

interface Parts {
  readonly memory: WasmMemory;
  readonly machine: Machine;
}

async function partsOf(): Promise<Parts> {
  const memory = new WasmMemory(true);
  return { memory, machine: await instantiate(bestBuild(), memory.memory, true, buildBytes) };
}

/** A backend on threads of a test's own. */
function backendOn(parts: Parts, threads: Threads): CpuBackend {
  const backend = new CpuBackend({ ...parts, threads, arithmetic: '', maxBytes: 2 ** 31 });
  onTestFinished(() => backend.dispose());
  return backend;
}

/** A backend whose second thread takes one chunk of the first instruction of a run, and then does something else. */
async function withThief(
  deed: string,
  isLost?: (naps: number) => boolean,
): Promise<{ backend: CpuBackend; thief: Worker }> {
  const parts = await partsOf();
  const thief = new Worker(
    `const { workerData: memory, parentPort } = require('node:worker_threads');
    const slots = new BigInt64Array(memory, 65536, 8);
    setImmediate(() => {
      parentPort.postMessage('ready');
      for (;;) {
        const claim = Atomics.load(slots, 0);
        const left = claim & 0x3fffffffn;
        if (left > 0n && Atomics.compareExchange(slots, 0, claim, claim - 1n) === claim) break;
      }
      ${deed}
    });`,
    { eval: true, workerData: parts.memory.memory.buffer },
  );
  thief.on('error', () => undefined);
  thief.unref();
  await new Promise((resolve) => thief.once('message', resolve));
  const threads = {
    count: 2,
    reason: undefined,
    isLost: isLost ?? (() => hasStopped(thief)),
    end: () => undefined,
  };
  return { backend: backendOn(parts, threads), thief };
}

/** Calls until a call throws: on a busy machine a thread may take no part in some. */
function failure(call: () => unknown): { readonly error: unknown; readonly milliseconds: number } {
  for (const end = performance.now() + 20_000; ; ) {
    const start = performance.now();
    if (start > end) throw new Error('no call failed');
    try {
      call();
    } catch (error) {
      return { error, milliseconds: performance.now() - start };
    }
  }
}

/** Waits until new threads have started, at most some seconds. */
async function untilThreads(backend: Backend, count: number): Promise<void> {
  await vi.waitFor(() => expect(backend.description).toMatch(new RegExp(`, ${count} threads$`)), 10_000);
}

/** Holds a backend to what it promises after a failed call. */
async function expectSound(backend: Backend, held: DeviceBuffer, threads: number): Promise<void> {
  expect(backend.description).toMatch(/, 1 thread \(the others died, new ones are starting\)$/);
  expect(backend.readSync?.(held)).toEqual(factor.values);
  expect(product(backend)).toEqual(expected);
  await untilThreads(backend, threads);
  for (let i = 0; i < 5; i++) expect(product(backend)).toEqual(expected);
  expect(backend.readSync?.(held)).toEqual(factor.values);
  backend.free(held);
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
}

const hold = (backend: Backend): DeviceBuffer =>
  backend.upload(factor.values as Float32Array, factor.shape, 'float32');

describe('F96: a worker that dies with a chunk in its hands', () => {
  it('by terminate(): E_WORKER within a second, the next call is right, and new threads start', async () => {
    const parts = await partsOf();
    const [threads, workers] = await workersOf(() => startThreads(2, parts.machine, parts.memory));
    let killed = 0;
    // Asked while the caller waits for the worker's chunk.
    const isLost = (naps: number): boolean => {
      killed ||= performance.now();
      void workers[0]?.terminate();
      return threads.isLost(naps);
    };
    const backend = backendOn(parts, { ...threads, isLost });
    const held = hold(backend);
    const buffer = backend.upload(new Float32Array(12_000_000), longRows.shape, 'float32');
    const softmax = (): void => {
      const [out] = backend.run(nativeKernel('Softmax'), [{ ...longRows, buffer }], { dim: 1 }, [longRows]);
      backend.free(out as DeviceBuffer);
    };
    const { error } = failure(softmax);
    backend.free(buffer);
    expect(performance.now() - killed).toBeLessThan(1000);
    expect(error).toMatchObject({ name: 'BackendError', code: 'E_WORKER' });
    await expectSound(backend, held, 2);
  }, 60_000);

  it.each(['process.exit();', "throw new Error('of its own');"])(
    'by %s: the same',
    async (deed) => {
      const { backend } = await withThief(deed);
      const held = hold(backend);
      const { error, milliseconds } = failure(() => product(backend));
      expect(error).toMatchObject({ name: 'BackendError', code: 'E_WORKER' });
      expect(milliseconds).toBeLessThan(1000);
      await expectSound(backend, held, 2);
    },
    60_000,
  );

  it('by a trap in a kernel: the same, at once', async () => {
    const parts = await partsOf();
    const backend = backendOn(parts, await startThreads(3, parts.machine, parts.memory));
    const held = hold(backend);
    product(backend);
    // Only the workers' workspaces lie outside of the memory.
    for (const thread of [1, 2]) parts.machine.wasm.setWorkspace(thread, 2 ** 31);
    const { error, milliseconds } = failure(() => product(backend));
    expect(error).toMatchObject({ name: 'BackendError', code: 'E_WORKER' });
    expect(milliseconds).toBeLessThan(500);
    await expectSound(backend, held, 3);
  }, 60_000);

  it('says what to do', async () => {
    const { backend } = await withThief('process.exit();');
    expect(failure(() => product(backend)).error).toMatchInlineSnapshot(`
      [BackendError: BatchMatMul: a thread of the CPU backend died
        fix: call it again: all is as it was before, and new threads are starting]
    `);
  }, 30_000);

  it('on the calling thread, by a trap there: the error is thrown on, and the next call is right', async () => {
    const backend = await cpu({ threads: 3 });
    const held = hold(backend);
    // Sizes that lie about the buffer: all threads run out of the memory.
    const x = {
      buffer: backend.upload(new Float32Array(4), [4], 'float32'),
      shape: [2 ** 29],
      dtype: 'float32',
    } as const;
    const outputs = [{ shape: [], dtype: 'float32' }] as const;
    expect(() => backend.run(nativeKernel('Sum'), [x], { axis: [0], keepDims: false }, outputs)).toThrow();
    backend.free(x.buffer);
    await expectSound(backend, held, 3);
    backend.dispose();
  });
});

describe('threads that are lost otherwise', () => {
  it('a worker that dies between two calls is not missed, and another starts', async () => {
    const [backend, workers] = await workersOf(() => cpu({ threads: 2 }));
    await workers[0]?.terminate();
    expect(product(backend)).toEqual(expected);
    await vi.waitFor(() => expect(workers.length).toBe(2), 10_000);
    expect(product(backend)).toEqual(expected);
    expect(backend.description).toMatch(/, 2 threads$/);
    backend.dispose();
  }, 30_000);

  it('a worker that dies and cannot start again is told of in the description', async () => {
    const [backend, workers] = await workersOf(() => cpu({ threads: 2 }));
    class Refusing {
      constructor() {
        throw new RangeError('no thread left');
      }
    }
    const refusal = vi
      .spyOn(process.getBuiltinModule('node:worker_threads'), 'Worker')
      .mockImplementation(Refusing as never);
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(backend.description).toContain('cannot start again'), 10_000);
    refusal.mockRestore();
    expect(backend.description).toMatch(
      /, 2 threads \(one of them ended and cannot start again: RangeError: no thread left\)$/,
    );
    expect(product(backend)).toEqual(expected);
    backend.dispose();
  }, 30_000);

  it('a thread that was given up and wakes up later writes to memory that nobody uses any more', async () => {
    const { backend, thief } = await withThief(
      `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      new Uint8Array(memory, 1024).fill(255);
      parentPort.postMessage('woken');`,
      (naps) => naps > 2,
    );
    const held = hold(backend);
    expect(failure(() => product(backend)).error).toMatchObject({ code: 'E_WORKER' });
    const woken = new Promise((resolve) => thief.once('message', resolve));
    for (const until = performance.now() + 600; performance.now() < until; ) {
      expect(product(backend)).toEqual(expected);
    }
    await woken;
    await expectSound(backend, held, 2);
  }, 60_000);

  it('where no memory is left to go on in, values stay readable and calls say why they cannot run', async () => {
    const { backend } = await withThief('process.exit();');
    const held = hold(backend);
    class Refusing {
      constructor() {
        throw new RangeError('no memory');
      }
    }
    const refusal = vi.spyOn(WebAssembly, 'Memory').mockImplementation(Refusing as never);
    const { error } = failure(() => product(backend));
    refusal.mockRestore();
    expect(error).toMatchInlineSnapshot(`
      [BackendError: BatchMatMul: a thread of the CPU backend died, and there is no memory to go on in
        fix: read what you need and make a new backend: await useBackend(cpu())]
    `);
    expect(() => product(backend)).toThrowError(expect.objectContaining({ code: 'E_WORKER' }));
    expect(backend.readSync?.(held)).toEqual(factor.values);
  }, 30_000);
});

describe('a compiled step that loses a thread', () => {
  async function use(backend: Backend): Promise<void> {
    const before = currentBackend();
    onTestFinished(async () => void (await useBackend(before)));
    await useBackend(backend);
  }

  /** Made on the host, so that no thread has a part in it. */
  function filled(value: number, ...shape: number[]): Tensor {
    return tensor(new Float32Array(shape.reduce((product, n) => product * n, 1)).fill(value), shape);
  }

  /** The only holder of its values, so that they can be overwritten. */
  function variable(value: number, ...shape: number[]): Variable {
    using values = filled(value, ...shape);
    return new Variable(values);
  }

  it('before its updates leaves all variables as they were, and can be called again', async () => {
    const { backend } = await withThief('process.exit();');
    await use(backend);
    const w = variable(1, size, size);
    using step = compile((x: Tensor) => w.assign(matmul(x, w.value).mul(2 ** -9)));
    using x = filled(1, size, size);
    const { error } = failure(() => {
      expect(w.value.dataSync().every((value) => value === 1)).toBe(true);
      step(x);
    });
    expect(error).toMatchObject({ code: 'E_WORKER', fix: expect.stringContaining('as it was before') });
    expect(w.value.dataSync().every((value) => value === 1)).toBe(true);
    await untilThreads(backend, 2);
    step(x);
    expect(w.value.dataSync().every((value) => value === 1)).toBe(true);
    w.dispose();
  }, 30_000);

  it('in the middle of its updates says that variables are partly updated', async () => {
    const { backend } = await withThief('process.exit();');
    await use(backend);
    const w = variable(0, 1_000_000);
    using step = compile(() => w.assign(w.value.add(1)));
    expect(failure(() => step()).error).toMatchInlineSnapshot(`
      [BackendError: compile: a thread of the CPU backend died
        fix: the variables that the call updates are partly updated: assign them anew, then call it again]
    `);
    using zeros = filled(0, 1_000_000);
    w.assign(zeros);
    step();
    expect(w.value.dataSync().every((value) => value === 1)).toBe(true);
    w.dispose();
  }, 30_000);
});
