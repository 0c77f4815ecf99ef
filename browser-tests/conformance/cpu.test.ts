import { cpu } from '@descent/backend-cpu';
import { conformance, differencesOf } from '@descent/testing';
import { expect } from 'vitest';

const coverage = '../../packages/testing/coverage/cpu.json';

for (const [build, threads, text] of [
  ['relaxed', 1, '1 thread'],
  ['relaxed', 3, '3 threads'],
  ['plain', 3, '3 threads'],
] as const) {
  const make = async () => {
    const backend = await cpu({ build, threads });
    expect(backend.description.endsWith(text), backend.description).toBe(true);
    return backend;
  };
  conformance(`cpu, ${build} build, ${text}`, make, { ...differencesOf.cpu, coverage });
}
