import { discard, TrainingError } from '@descent/core';
import type { Model } from '@descent/layers';
import type { Values } from './placed-batch.js';

/** Where a value that is not finite came up first: in the data, or in what a layer gave. */
interface Culprit {
  readonly place: string;
  readonly isData: boolean;
}

/** A step that went wrong. */
export interface DivergedStep {
  readonly model: Model;
  readonly x: Values;
  readonly y: Values;
  readonly loss: number;
  readonly learningRate: number;
  /** Epoch and batch. */
  readonly where: string;
}

/**
 * The error for a step whose loss or gradient is not finite: runs the batch once more, layer by layer, and names
 * the first place that holds NaN or an infinity.
 */
export async function divergence(step: DivergedStep): Promise<TrainingError> {
  const { loss, learningRate, where } = step;
  const culprit = await findCulprit(step);
  const isLoss = !Number.isFinite(loss);
  const what = isLoss ? `the loss is ${loss}` : 'the gradient is not finite';
  return new TrainingError(`fit: ${where}: ${what}; ${describe(culprit, isLoss ? 'loss' : 'gradient')}`, {
    fix: `${remedy(culprit, learningRate)}; the parameters are those from before this step`,
  });
}

async function findCulprit({ model, x, y }: DivergedStep): Promise<Culprit | undefined> {
  if (!(await isAllFinite(y))) return { place: 'the targets', isData: true };
  if (!(await isAllFinite(x))) return { place: 'the inputs', isData: true };
  const activations = model.activations(x);
  try {
    for (const { place, outputs } of activations) {
      for (const output of outputs) if (!(await isAllFinite(output))) return { place, isData: false };
    }
    return undefined;
  } finally {
    for (const output of activations.flatMap(({ outputs }) => outputs)) discard(output);
  }
}

function describe(culprit: Culprit | undefined, result: 'loss' | 'gradient'): string {
  if (!culprit) return `all layers' outputs are finite, so it is the ${result} itself`;
  const holds = culprit.isData ? 'hold' : 'is the first whose output holds';
  return `${culprit.place} ${holds} a value that is not finite`;
}

function remedy(culprit: Culprit | undefined, learningRate: number): string {
  if (culprit?.isData) return 'look for NaN and infinities in the data';
  const lower = `lower the learning rate (it is ${learningRate})`;
  return culprit ? lower : `look for log(0), a division by 0 or an overflow, or ${lower}`;
}

async function isAllFinite(values: Values): Promise<boolean> {
  for (const tensor of [values].flat()) if (!(await tensor.data()).every(Number.isFinite)) return false;
  return true;
}
