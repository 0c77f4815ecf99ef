import { pickBackend, referenceBackend, useBackend } from '@descent/core';
import { afterEach, describe, expect, it } from 'vitest';
import { webgpu } from './index.js';

afterEach(() => useBackend(referenceBackend()));

describe('F107: webgpu in Node', () => {
  it('says that there is none', async () => {
    await expect(webgpu()).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: webgpu: there is no WebGPU here
        fix: pages have it on https:// and localhost, in browsers of 2024 and later; in Node: await useBackend(nodeGpu()), with nodeGpu from '@descent/backend-node-gpu']
    `);
  });

  it('leaves it to the next candidate, which is told', async () => {
    const { backend, rejected, reason } = await pickBackend([() => webgpu(), referenceBackend], {
      print: false,
    });
    expect(backend.name).toBe('reference');
    expect(rejected[0]).toMatch(/^candidate 1: webgpu: there is no WebGPU here/);
    expect(reason).toContain('there is no WebGPU here');
  });

  it('refuses options that it does not have', async () => {
    await expect(webgpu({ powerPreferences: 'low-power' } as object)).rejects.toThrow(/powerPreferences/);
    await expect(
      webgpu({ powerPreference: 'fast' as 'low-power' }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: webgpu: powerPreference must be 'high-performance' or 'low-power', got 'fast']`,
    );
  });
});
