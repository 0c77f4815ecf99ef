import { cpu } from '@descent/backend-cpu';
import { referenceBackend } from '@descent/core';
import { optimizerContract } from '@descent/testing';
import { adamax } from './adamax.js';

for (const backend of [referenceBackend, cpu]) {
  optimizerContract('adamax', adamax, {
    backend,
    refused: [
      [{ beta2: 1 }, 'beta2 must lie in [0, 1), got 1'],
      [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
    ],
  });
}
