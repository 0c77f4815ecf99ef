import { optimizerContract } from '@descent/testing';
import { lion } from './lion.js';

optimizerContract('lion', lion, {
  refused: [
    [{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1'],
    [{ beta2: -1 }, 'beta2 must lie in [0, 1), got -1'],
  ],
});
