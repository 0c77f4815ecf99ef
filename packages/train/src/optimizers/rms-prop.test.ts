import { optimizerContract } from '@descent/testing';
import { rmsProp } from './rms-prop.js';

optimizerContract('rmsProp', rmsProp, {
  refused: [
    [{ rho: -0.1 }, 'rho must lie in [0, 1), got -0.1'],
    [{ momentum: Number.NaN }, 'momentum must lie in [0, 1), got NaN'],
    [{ centered: 1 }, 'centered must be true or false, got 1'],
    [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
  ],
});
