import { optimizerContract } from '@descent/testing';
import { adamW } from './adam-w.js';

optimizerContract('adamW', adamW, {
  refused: [[{ beta1: 1 }, 'beta1 must lie in [0, 1), got 1']],
});
