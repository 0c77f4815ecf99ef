import { cpu } from '@descent/backend-cpu';
import { referenceBackend } from '@descent/core';
import { optimizerContract } from '@descent/testing';
import { lion } from './lion.js';

for (const backend of [referenceBackend, cpu]) {
  optimizerContract('lion', lion, {
    backend,
    refused: [
      [{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1'],
      [{ beta2: -1 }, 'beta2 must lie in [0, 1), got -1'],
    ],
  });
}
