import { optimizerContract } from '@descent/testing';
import { adagrad } from './adagrad.js';

optimizerContract('adagrad', adagrad, {
  learningRate: 0.5,
  refused: [
    [{ initialAccumulator: -1 }, 'initialAccumulator must be a finite number >= 0, got -1'],
    [{ epsilon: 1e39 }, 'epsilon must be a finite number > 0, got 1e+39'],
  ],
});
