import { optimizerContract } from '@descent/testing';
import { adamax } from './adamax.js';

optimizerContract('adamax', adamax, {
  refused: [
    [{ beta2: 1 }, 'beta2 must lie in [0, 1), got 1'],
    [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
  ],
});
