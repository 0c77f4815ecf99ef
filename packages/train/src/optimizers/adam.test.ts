import { optimizerContract } from '@descent/testing';
import { adam } from './adam.js';

optimizerContract('adam', adam, {
  refused: [
    [{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1'],
    [{ beta2: '0.9' }, "beta2 must lie in [0, 1), got '0.9'"],
    [{ amsgrad: 'no' }, "amsgrad must be true or false, got 'no'"],
    [{ epsilon: -1 }, 'epsilon must be a finite number > 0, got -1'],
  ],
});
