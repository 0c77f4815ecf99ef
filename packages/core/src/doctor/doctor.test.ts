import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { doctor, setMemoryLimit, type WebgpuEntry } from '../index.js';
import { runtimeOf } from './runtime-name.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  setMemoryLimit();
});

const silent = { print: false } as const;
const limits = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxComputeInvocationsPerWorkgroup: 256,
};

/** WebGPU with an adapter for each preference. */
function gpuOf(high: object | null, low: object | null = high): WebgpuEntry {
  return {
    requestAdapter: async (options) =>
      (options?.powerPreference === 'low-power' ? low : high) as Awaited<
        ReturnType<WebgpuEntry['requestAdapter']>
      >,
  };
}

const nextOf = (findings: Awaited<ReturnType<typeof doctor>>['findings'], name: string) =>
  findings.find((finding) => finding.name === name)?.next;

describe('doctor in Node', () => {
  it('tells what there is, and prints it with the next steps', async () => {
    const info = vi.spyOn(console, 'info').mockImplementation(() => undefined);
    setMemoryLimit(2 ** 30);
    const facts = await doctor();
    expect(facts).toMatchObject({
      runtime: { kind: 'server', name: `Node ${process.versions.node}, ${process.platform} ${process.arch}` },
      threads: availableParallelism(),
      simd: true,
      crossOriginIsolated: undefined,
      sharedArrayBuffer: true,
      webgl: undefined,
      memory: { limit: 2 ** 30, webAssembly: 2 ** 32 },
    });
    const [[text]] = info.mock.calls as [[string]];
    expect(text).toMatch(/^runtime {16}Node \d+/);
    expect(text).toContain('backend in use         reference: plain TypeScript, 1 thread\n');
    expect(text).toContain('→ use a faster one: await useBackend(cpu())');
    expect(text).toContain('WebAssembly SIMD       yes\n');
    expect(text).toContain('WebGL                  no\n');
    expect(text).toContain('memory of tensors      1 GiB outside every scope\n');
    expect(text.split('\n').length).toBe(
      facts.findings.length + facts.findings.filter(({ next }) => next).length,
    );
  });

  it('lists the adapters of a WebGPU that it is given, each once', async () => {
    const fast = {
      info: { vendor: 'acme', architecture: 'ten', description: 'Acme 9' },
      features: ['shader-f16'],
      limits,
    };
    const slow = { info: { vendor: 'google', architecture: 'swiftshader' }, features: [], limits };
    const { adapters, findings } = await doctor({ ...silent, gpu: gpuOf(fast, slow) });
    expect(adapters).toEqual([
      {
        description: 'Acme 9, acme, ten',
        isFallback: false,
        features: ['shader-f16'],
        mostBufferBytes: 2 ** 28,
        mostBindingBytes: 2 ** 27,
        mostGroupThreads: 256,
      },
      expect.objectContaining({ description: 'google, swiftshader' }),
    ]);
    const rows = findings.filter(({ name }) => name === 'WebGPU');
    expect(rows).toMatchInlineSnapshot(`
      [
        {
          "name": "WebGPU",
          "next": undefined,
          "value": "Acme 9, acme, ten; buffers up to 256 MiB, 128 MiB at once, groups of 256; shader-f16",
        },
        {
          "name": "WebGPU",
          "next": undefined,
          "value": "google, swiftshader; buffers up to 256 MiB, 128 MiB at once, groups of 256; no features",
        },
      ]
    `);
    expect((await doctor({ ...silent, gpu: gpuOf(fast) })).adapters.length).toBe(1);
  });

  it('says what to do where WebGPU finds no adapter, or fails', async () => {
    for (const gpu of [gpuOf(null), { requestAdapter: () => Promise.reject(new Error('no driver')) }]) {
      const { adapters, findings } = await doctor({ ...silent, gpu });
      expect(adapters).toEqual([]);
      expect(nextOf(findings, 'WebGPU')).toContain('install or update the driver');
    }
  });

  it('refuses options that it does not have', async () => {
    await expect(doctor({ quiet: true } as never)).rejects.toThrow("doctor: no option is called 'quiet'");
  });
});

describe('doctor where things are missing', () => {
  it('names the headers where a page is not isolated', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const { findings, sharedArrayBuffer } = await doctor(silent);
    expect(sharedArrayBuffer).toBe(false);
    expect(nextOf(findings, 'cross-origin isolated')).toContain('Cross-Origin-Opener-Policy: same-origin');
    expect(nextOf(findings, 'SharedArrayBuffer')).toBe('it comes with cross-origin isolation');
  });

  it('works without WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const { simd, relaxedSimd, memory, findings } = await doctor(silent);
    expect([simd, relaxedSimd, memory.webAssembly]).toEqual([false, false, undefined]);
    expect(nextOf(findings, 'WebAssembly SIMD')).toContain('use a newer browser or Node');
  });

  it('tells a page, a worker, Bun and Deno apart', () => {
    const navigator = { userAgent: 'Browser/1' };
    expect(runtimeOf({ navigator, document: {} })).toEqual({ name: 'Browser/1', kind: 'page' });
    expect(runtimeOf({ navigator })).toEqual({ name: 'Browser/1', kind: 'worker' });
    const on = { platform: 'linux', arch: 'x64' };
    expect(runtimeOf({ process: { versions: { node: '24.0.0', bun: '1.2.3' }, ...on } }).name).toBe(
      'Bun 1.2.3, linux x64',
    );
    expect(runtimeOf({ process: { versions: { node: '24.0.0', deno: '2.1.0' }, ...on } }).name).toBe(
      'Deno 2.1.0, linux x64',
    );
  });
});
