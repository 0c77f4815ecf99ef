import { optimizerContract } from '@descent/testing';
import { nadam } from './nadam.js';

optimizerContract('nadam', nadam, {
  refused: [
    [{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1'],
    [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
  ],
});
