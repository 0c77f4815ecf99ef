import { cpu } from '@descent/backend-cpu';
import { referenceBackend } from '@descent/core';
import { optimizerContract } from '@descent/testing';
import { sgd } from './sgd.js';

for (const backend of [referenceBackend, cpu]) {
  optimizerContract('sgd', sgd, {
    backend,
    learningRate: 0.1,
    refused: [[{ momentum: 1 }, 'momentum must lie in [0, 1), got 1']],
  });
}
