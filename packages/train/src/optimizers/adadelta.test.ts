import { cpu } from '@descent/backend-cpu';
import { referenceBackend } from '@descent/core';
import { optimizerContract } from '@descent/testing';
import { adadelta } from './adadelta.js';

for (const backend of [referenceBackend, cpu]) {
  optimizerContract('adadelta', adadelta, {
    backend,
    learningRate: 10,
    refused: [
      [{ rho: 1 }, 'rho must lie in [0, 1), got 1'],
      [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
    ],
  });
}
