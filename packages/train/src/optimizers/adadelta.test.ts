import { optimizerContract } from '@descent/testing';
import { adadelta } from './adadelta.js';

optimizerContract('adadelta', adadelta, {
  learningRate: 10,
  refused: [
    [{ rho: 1 }, 'rho must lie in [0, 1), got 1'],
    [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
  ],
});
