import { type Backend, currentBackend, matmul, tensor, useBackend } from '@descent/core';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { computeInProcess } from './compute-in-process.js';
import { cpu } from './cpu.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Makes a backend, computes with it, and gives its description. */
async function descriptionOf(starting: Promise<Backend>): Promise<string> {
  const before = currentBackend();
  const backend = await useBackend(starting);
  onTestFinished(async () => {
    await useBackend(before);
    backend.dispose();
  });
  using x = tensor([
    [1, 2],
    [3, 4],
  ]);
  using product = matmul(x, x);
  expect(product.arraySync()).toEqual([
    [7, 10],
    [15, 22],
  ]);
  return backend.description;
}

/** Has the engine refuse memories. */
function refuseMemories(isRefused: (descriptor: { maximum: number; shared: boolean }) => boolean): void {
  class Refusing extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (isRefused(descriptor as { maximum: number; shared: boolean })) throw new RangeError('refused');
      super(descriptor);
    }
  }
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(Refusing);
}

describe('F101: an engine without WebAssembly SIMD', () => {
  // The flag that takes SIMD away has another name on other processors.
  it.runIf(process.arch === 'x64')(
    'runs the definitions in plain TypeScript, and says so',
    () => {
      const { stdout, stderr, status } = computeInProcess({ flags: ['--no-enable-sse4-1'] });
      expect([stderr, status]).toEqual(['', 0]);
      expect(stdout).toMatch(/^cpu: plain TypeScript, 1 thread \(WebAssembly SIMD does not run here: /);
      expect(stdout).toMatch(/: 600,600\n$/);
    },
    60_000,
  );

  it('runs them without any WebAssembly too', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(await descriptionOf(cpu())).toBe(
      'cpu: plain TypeScript, 1 thread (this engine has no WebAssembly)',
    );
  });

  it('refuses a build that was asked for', async () => {
    vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(new WebAssembly.CompileError('no SIMD'));
    await expect(cpu({ build: 'plain' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: cpu: this engine cannot run the plain WebAssembly build
        fix: use an engine with WebAssembly SIMD and threads: any browser since 2023, Node 20 or newer]
    `);
    vi.restoreAllMocks();
    expect(await descriptionOf(cpu({ build: 'plain', threads: 1 }))).toMatch(/, plain, 1 thread$/);
  });
});

describe('an engine with less memory', () => {
  it('F108: that refuses a long shared memory gets a shorter one, which is the limit', async () => {
    refuseMemories(({ maximum }) => maximum > 4096);
    const backend = await cpu({ threads: 2 });
    expect(await descriptionOf(Promise.resolve(backend))).toMatch(/, 2 threads$/);
    const quarter = (): object => backend.upload(new Float32Array(0), [2 ** 24], 'float32');
    const held = Array.from({ length: 3 }, quarter);
    expect(quarter).toThrowError(/out of memory: .* the limit is 268,435,456/);
    for (const buffer of held) backend.free(buffer);
    expect(await descriptionOf(Promise.resolve(backend))).toMatch(/, 2 threads$/);
  });

  it('that cannot make it longer after all throws E_OOM, and goes on with what there is', async () => {
    const backend = await cpu({ threads: 2 });
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('cannot grow');
    });
    const large = (): object => backend.upload(new Float32Array(2 ** 22), [2 ** 22], 'float32');
    expect(large).toThrowError(expect.objectContaining({ name: 'BackendError', code: 'E_OOM' }));
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    expect(await descriptionOf(Promise.resolve(backend))).toMatch(/, 2 threads$/);
    vi.restoreAllMocks();
    backend.free(large());
  });

  it('that shares none computes on one thread, and says why', async () => {
    refuseMemories(({ shared }) => shared);
    expect(await descriptionOf(cpu({ threads: 3 }))).toMatch(
      /, 1 thread \(this engine has no shared memory\)$/,
    );
  });

  it('that has none at all is told apart by E_OOM', async () => {
    refuseMemories(() => true);
    await expect(cpu()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: cpu: this system has no room for a WebAssembly memory
        fix: close what else takes memory: other pages, other backends]
    `);
  });
});

it('F97: without cross-origin isolation it computes on one thread, and says why', async () => {
  vi.stubGlobal('crossOriginIsolated', false);
  expect(await descriptionOf(cpu({ threads: 3 }))).toMatch(
    /, 1 thread \(the page is not cross-origin isolated\)$/,
  );
});
