import { conformance, differencesOf, isFull } from '@descent/testing';
import { expect } from 'vitest';
import { cpu } from './index.js';

const coverage = '../../testing/coverage/cpu.json';

for (const build of ['relaxed', 'plain'] as const) {
  // Three, so that one has to wait for a processor where there are two.
  for (const [threads, text] of [
    [1, '1 thread'],
    [3, '3 threads'],
  ] as const) {
    // Threads leave the bits as they are, which other tests hold: usual runs try each build in one way.
    if (!isFull && (build === 'plain') !== (threads === 1)) continue;
    const make = async () => {
      const backend = await cpu({ build, threads });
      expect(backend.description.endsWith(text), backend.description).toBe(true);
      return backend;
    };
    conformance(`backend-cpu, ${build} build, ${text}`, make, { ...differencesOf.cpu, coverage });
  }
}
