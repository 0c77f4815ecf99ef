import { cpu } from '@descent/backend-cpu';
import { referenceBackend } from '@descent/core';
import { optimizerContract } from '@descent/testing';
import { nadam } from './nadam.js';

for (const backend of [referenceBackend, cpu]) {
  optimizerContract('nadam', nadam, {
    backend,
    refused: [
      [{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1'],
      [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
    ],
  });
}
