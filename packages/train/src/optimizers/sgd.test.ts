import { optimizerContract } from '@descent/testing';
import { sgd } from './sgd.js';

optimizerContract('sgd', sgd, {
  learningRate: 0.1,
  refused: [
    [{ momentum: 1 }, 'momentum must lie in [0, 1), got 1'],
    [{ nesterov: 0 }, 'nesterov must be true or false, got 0'],
  ],
});
