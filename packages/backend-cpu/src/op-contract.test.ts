import { referenceBackend } from '@descent/core';
import { faultContract, goldenContract, opCases, opContract, opFaults } from '@descent/testing';
import { cpu } from './index.js';

for (const build of ['relaxed', 'plain'] as const) {
  opContract(`backend-cpu, ${build} build`, opCases, {
    reference: () => referenceBackend(),
    backend: () => cpu({ build }),
  });
  faultContract(`backend-cpu, ${build} build`, opFaults, { backend: () => cpu({ build }) });
  goldenContract(`backend-cpu, ${build} build`, { backend: () => cpu({ build }) });
}
