import { referenceBackend } from '@descent/core';
import {
  axisCases,
  elementwiseCases,
  faultContract,
  goldenContract,
  matmulCases,
  opContract,
  opFaults,
  reductionCases,
  shapeCases,
  windowCases,
} from '@descent/testing';
import { cpu } from './index.js';

const cases = [
  ...axisCases,
  ...elementwiseCases,
  ...matmulCases,
  ...reductionCases,
  ...shapeCases,
  ...windowCases,
];

for (const build of ['relaxed', 'plain'] as const) {
  opContract(`backend-cpu, ${build} build`, cases, {
    reference: () => referenceBackend(),
    backend: () => cpu({ build }),
  });
  faultContract(`backend-cpu, ${build} build`, opFaults, { backend: () => cpu({ build }) });
  goldenContract(`backend-cpu, ${build} build`, { backend: () => cpu({ build }) });
}
