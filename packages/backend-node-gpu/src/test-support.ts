import { type Backend, referenceBackend, useBackend } from '@descent/core';
import { afterAll, beforeAll } from 'vitest';
import { nodeGpu } from './node-gpu.js';

/** A GPU for the tests of a block; afterwards the reference backend is in use. */
export function gpuOfTests(): () => Backend {
  let gpu: Backend | undefined;
  beforeAll(async () => {
    gpu = await nodeGpu();
  });
  afterAll(async () => {
    await useBackend(referenceBackend());
    gpu?.dispose();
  });
  return () => gpu as Backend;
}
