import { lossContract, lossInputs } from '@descent/testing';
import {
  cosineSimilarity,
  crossEntropy,
  crossEntropyFromLogits,
  focalCrossEntropy,
  focalCrossEntropyFromLogits,
  focalLogLoss,
  focalLogLossFromLogits,
  hinge,
  huber,
  klDivergence,
  labelSmoothing,
  logCosh,
  logLoss,
  logLossFromLogits,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  poisson,
  squaredHinge,
} from './index.js';

const { numbers, right, sides, shares, otherShares } = lossInputs;
const plain = { predictions: numbers, targets: right };
const ofSides = { predictions: numbers, targets: sides };
const ofYes = { predictions: shares, targets: right, activation: 'sigmoid' } as const;
const ofShares = { predictions: shares, targets: right, activation: 'softmax' } as const;

lossContract('meanSquaredError', meanSquaredError, plain);
lossContract('meanAbsoluteError', meanAbsoluteError, plain);
lossContract('meanAbsolutePercentageError', meanAbsolutePercentageError, {
  predictions: numbers,
  targets: shares,
});
lossContract('huber', huber({ delta: 1.2 }), plain);
lossContract('logCosh', logCosh, plain);
lossContract('hinge', hinge, ofSides);
lossContract('squaredHinge', squaredHinge, ofSides);
lossContract('poisson', poisson, { predictions: shares, targets: right, activation: 'softplus' });
lossContract('logLoss', logLoss, ofYes);
lossContract('logLossFromLogits', logLossFromLogits, plain);
lossContract('focalLogLoss', focalLogLoss({ alpha: 0.3 }), ofYes);
lossContract('focalLogLossFromLogits', focalLogLossFromLogits({ gamma: 0.5 }), plain);
lossContract('crossEntropy', crossEntropy, ofShares);
lossContract('crossEntropyFromLogits', crossEntropyFromLogits, plain);
lossContract('focalCrossEntropy', focalCrossEntropy(), ofShares);
lossContract('focalCrossEntropyFromLogits', focalCrossEntropyFromLogits({ alpha: [1, 2, 3] }), plain);
lossContract('labelSmoothing', labelSmoothing(crossEntropyFromLogits, 0.1), plain);
lossContract('klDivergence', klDivergence, { ...ofShares, targets: otherShares });
lossContract('cosineSimilarity', cosineSimilarity, { predictions: numbers, targets: shares });
