import { grad, scope, type Tensor } from '@descent/core';
import { expectClose, type GoldenCase, goldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  cosineSimilarity,
  crossEntropy,
  crossEntropyFromLogits,
  type DefinedLoss,
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

const plain: Record<string, DefinedLoss> = {
  cosineSimilarity,
  crossEntropy,
  crossEntropyFromLogits,
  hinge,
  klDivergence,
  logCosh,
  logLoss,
  logLossFromLogits,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  poisson,
  squaredHinge,
};

const made: Record<string, (options: object) => DefinedLoss> = {
  focalCrossEntropy,
  focalCrossEntropyFromLogits,
  focalLogLoss,
  focalLogLossFromLogits,
  huber,
};

function lossOf({ op = '', attrs }: GoldenCase): DefinedLoss {
  const options = (attrs?.options ?? {}) as { readonly labelSmoothing?: number };
  const loss = plain[op] ?? made[op]?.(options);
  if (!loss) throw new Error(`no loss is called ${op}`);
  return options.labelSmoothing ? labelSmoothing(loss, options.labelSmoothing) : loss;
}

onEachBackend(() => {
  for (const golden of [readGolden('losses'), readGolden('keras-losses')]) {
    describe(`losses and their gradients equal ${golden.origin.library} ${golden.origin.version}`, () => {
      it.each(golden.cases.map((row) => [row.name, row] as const))('%s', (_name, row) => {
        scope(() => {
          const loss = lossOf(row);
          const kind = row.attrs?.targets === 'indices' ? 'int32' : 'float32';
          const predictions = goldenTensor(row.inputs.predictions as never);
          const targets = goldenTensor(row.inputs.targets as never, kind);
          const weights = row.inputs.weights && goldenTensor(row.inputs.weights);
          expectClose([loss(predictions, targets, weights).item()], row.outputs.loss?.values as number[]);
          const gradient = grad((p: Tensor) => loss(p, targets, weights))(predictions);
          expectClose(gradient.dataSync(), row.gradients?.predictions?.values as number[], {
            absolute: 2e-7,
          });
          const { perExample } = row.outputs;
          if (!perExample) return;
          const each = loss.perExample(predictions, targets);
          expect(each.shape).toEqual(perExample.shape);
          expectClose(each.dataSync(), perExample.values);
        });
      });
    });
  }
});
