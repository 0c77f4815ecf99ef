import * as losses from '@descent/losses';
import type { LossCase } from './loss-case.js';
import { lossInputs } from './loss-inputs.js';

const { numbers, right, sides, shares, otherShares } = lossInputs;
const plain = { predictions: numbers, targets: right };
const ofSides = { predictions: numbers, targets: sides };
const ofYes = { predictions: shares, targets: right, activation: 'sigmoid' } as const;
const ofShares = { predictions: shares, targets: right, activation: 'softmax' } as const;

/** Every loss. */
export const lossCases: readonly LossCase[] = [
  { name: 'meanSquaredError', loss: losses.meanSquaredError, ...plain },
  { name: 'meanAbsoluteError', loss: losses.meanAbsoluteError, ...plain },
  {
    name: 'meanAbsolutePercentageError',
    loss: losses.meanAbsolutePercentageError,
    predictions: numbers,
    targets: shares,
  },
  { name: 'huber', loss: losses.huber({ delta: 1.2 }), ...plain },
  { name: 'logCosh', loss: losses.logCosh, ...plain },
  { name: 'hinge', loss: losses.hinge, ...ofSides },
  { name: 'squaredHinge', loss: losses.squaredHinge, ...ofSides },
  { name: 'poisson', loss: losses.poisson, predictions: shares, targets: right, activation: 'softplus' },
  { name: 'logLoss', loss: losses.logLoss, ...ofYes },
  { name: 'logLossFromLogits', loss: losses.logLossFromLogits, ...plain },
  { name: 'focalLogLoss', loss: losses.focalLogLoss({ alpha: 0.3 }), ...ofYes },
  { name: 'focalLogLossFromLogits', loss: losses.focalLogLossFromLogits({ gamma: 0.5 }), ...plain },
  { name: 'crossEntropy', loss: losses.crossEntropy, ...ofShares },
  { name: 'crossEntropyFromLogits', loss: losses.crossEntropyFromLogits, ...plain },
  { name: 'focalCrossEntropy', loss: losses.focalCrossEntropy(), ...ofShares },
  {
    name: 'focalCrossEntropyFromLogits',
    loss: losses.focalCrossEntropyFromLogits({ alpha: [1, 2, 3] }),
    ...plain,
  },
  { name: 'labelSmoothing', loss: losses.labelSmoothing(losses.crossEntropyFromLogits, 0.1), ...plain },
  { name: 'klDivergence', loss: losses.klDivergence, ...ofShares, targets: otherShares },
  { name: 'cosineSimilarity', loss: losses.cosineSimilarity, predictions: numbers, targets: shares },
];
