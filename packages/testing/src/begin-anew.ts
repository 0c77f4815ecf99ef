// Test files that share a process begin as the first of them did: core is as it is when it is loaded, and what earlier
// files dropped is collected, so that no leak and no change of memory is laid to a later one.
import { setTimeout } from 'node:timers/promises';
import { forgetLeaks, referenceBackend, setMemoryLimit, useBackend } from '@descent/core';
import { beforeAll } from 'vitest';

await useBackend(referenceBackend());
setMemoryLimit();

// Vitest holds an earlier file's tests until those of the next are known.
beforeAll(async () => {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await setTimeout(5);
  }
  forgetLeaks();
});
