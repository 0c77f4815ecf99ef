import { cpu } from '@descent/backend-cpu';
import { referenceBackend } from '@descent/core';
import { optimizerContract } from '@descent/testing';
import { adamW } from './adam-w.js';

for (const backend of [referenceBackend, cpu]) {
  optimizerContract('adamW', adamW, {
    backend,
    refused: [[{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1']],
  });
}
