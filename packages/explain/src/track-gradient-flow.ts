import { checkOptions, checkWhole, type Tensor } from '@descent/core';
import type { Parameter } from '@descent/layers';
import type { Loss } from '@descent/losses';
import type { Callback, TrainingPosition } from '@descent/train';
import { checkLoss } from './check-loss.js';
import type { ExplainedModel, OneOrSeveral } from './check-model.js';
import { type GradientFlow, measureFlow } from './gradient-flow.js';
import { onHost } from './on-host.js';
import { type Use, usesOf } from './uses.js';

/** Options of {@link trackGradientFlow}. */
export interface TrackGradientFlowOptions {
  /** From predictions and `y`, a scalar: the one that is trained. */
  readonly loss: Loss;
  /** One record every so many steps. Default 1. */
  readonly every?: number;
}

/** The gradients after a step of training. */
export interface GradientFlowRecord extends GradientFlow {
  /** Steps so far, from 1. */
  readonly step: number;
  /** Epoch and batch. */
  readonly position: TrainingPosition;
}

/** A callback that keeps records. */
export interface GradientFlowTracker extends Callback {
  /** One for each step that was looked at, of the last run. */
  readonly records: readonly GradientFlowRecord[];
}

/**
 * Follows the gradients through training: a callback for `fit` that runs {@link gradientFlow} on a batch of yours after
 * each step. `updateRatio` is that of the step that training took, whatever the optimizer.
 *
 * @param x - the batch to look at, which stays yours and must live as long as training: [batch, ...inputShape]
 * @param y - what the loss takes
 * @throws ValueError for options out of range
 * @example
 * const flow = trackGradientFlow(x, y, { loss: meanSquaredError, every: 10 });
 * await fit(model, { x, y }, { loss: meanSquaredError, optimizer: sgd(), callbacks: [flow] });
 * flow.records.map(({ step, layers }) => [step, layers[0]?.gradientNorm]);
 */
export function trackGradientFlow(
  x: OneOrSeveral,
  y: OneOrSeveral,
  options: TrackGradientFlowOptions,
): GradientFlowTracker {
  const { loss, every = 1 } = checkOptions('trackGradientFlow', options, ['loss', 'every']);
  checkLoss('trackGradientFlow', loss);
  checkWhole('trackGradientFlow', 'every', every);
  const records: GradientFlowRecord[] = [];
  let done = 0;
  let before: Weights | undefined;
  const isDue = (step: number): boolean => step % every === 0;
  return {
    records,
    async onTrainBegin({ model }) {
      records.length = 0;
      done = 0;
      before = isDue(1) ? await weightsOf(model) : undefined;
    },
    async onBatchEnd(position, _logs, { model }) {
      done++;
      if (isDue(done)) {
        const found = await measureFlow('trackGradientFlow', model, x, y, loss);
        const ratios = before && ratiosOf(before, await weightsOf(model), usesOf(model));
        const layers = found.layers.map((layer, i) => ({ ...layer, updateRatio: ratios?.[i] }));
        records.push({ step: done, position: { ...position }, loss: found.loss, layers });
      }
      before = isDue(done + 1) ? await weightsOf(model) : undefined;
    },
  };
}

/** Values of the parameters that training may change. */
type Weights = ReadonlyMap<Parameter, Float32Array>;

async function weightsOf({ trainableParameters }: ExplainedModel): Promise<Weights> {
  const values = await onHost(() => trainableParameters.map(({ value }) => value as Tensor));
  return new Map(trainableParameters.map((parameter, i) => [parameter, values[i]?.values as Float32Array]));
}

/** Norm of what a step changed over norm of what was there, of each use of a layer. */
function ratiosOf(before: Weights, after: Weights, uses: readonly Use[]): readonly (number | undefined)[] {
  return uses.map(({ layer }) => {
    const parameters = layer.trainableParameters.filter((parameter) => before.has(parameter));
    if (parameters.length === 0) return undefined;
    let [step, size] = [0, 0];
    for (const parameter of parameters) {
      const [old, next] = [before, after].map((weights) => weights.get(parameter) as Float32Array);
      old?.forEach((value, i) => {
        step += ((next?.[i] as number) - value) ** 2;
        size += value ** 2;
      });
    }
    return Math.sqrt(step / size);
  });
}
