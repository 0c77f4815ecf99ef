import { type AdamOptions, adamAs } from './adam.js';
import type { Optimizer } from './optimizer.js';

/**
 * Adam with decoupled weight decay: w ← w − η λ w, then the step of {@link adam}. The default λ is 0.004, as in Keras;
 * 0.01 in PyTorch.
 *
 * @throws ValueError for options out of range
 * @see Loshchilov and Hutter, Decoupled weight decay regularization, arXiv:1711.05101, algorithm 2
 * @example adamW({ learningRate: 0.001, weightDecay: 0.01 })
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  const { weightDecay = 0.004 } = options;
  return adamAs('adamW', { ...options, weightDecay });
}
