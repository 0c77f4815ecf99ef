import { expect, it } from 'vitest';
import { buildBytes } from './build-bytes.js';
import { cpu } from './cpu.js';
import { builds, nativeKernel, uniform } from './test-support.js';
import { WasmMemory } from './wasm-memory.js';
import { instantiate } from './wasm-module.js';

it.each(builds)('sizes of workspaces are exact beyond 32 bits: %s', async (build) => {
  const { memory, isShared } = WasmMemory.best();
  const { wasm } = await instantiate(build, memory.memory, isShared, buildBytes);
  expect(wasm.panelFloats(2 ** 20, 2 ** 12)).toBe(2 ** 32 + 16);
  expect(wasm.winogradFilterFloats(2 ** 14, 2 ** 13)).toBe(36 * (2 ** 27 + 48) + 16);
  expect(wasm.winogradGradientFloats(2 ** 14, 2 ** 13, 2 ** 13)).toBeGreaterThan(36 * 2 ** 27);
  expect(wasm.batchNormWorkspace(2 ** 28 + 1)).toBe(48 * (2 ** 28 + 1));
});

it('sorting many rows takes space for one row per thread', async () => {
  const [rows, count] = [2000, 1000];
  const backend = await cpu({ threads: 2, maxBytes: 4 * 3 * rows * count + 100_000 });
  const shape = [rows, count];
  const buffer = backend.upload(uniform(1, rows * count), shape, 'float32');
  const outputs = [
    { shape, dtype: 'float32' },
    { shape, dtype: 'int32' },
  ] as const;
  const attrs = { k: count, sorted: true };
  const made = backend.run(nativeKernel('TopK'), [{ buffer, shape, dtype: 'float32' }], attrs, outputs);
  expect(made).toHaveLength(2);
  backend.dispose();
});
