import { TrainingError, ValueError } from '@descent/core';
import type { Model } from '@descent/layers';

const training = new WeakSet<Model>();

/**
 * Keeps a model for one training at a time.
 *
 * @returns what lets it go
 * @throws TrainingError E_BUSY when it is being trained already, ValueError when it has nothing to train
 */
export function claim(op: string, model: Model): () => void {
  checkTrainable(op, model);
  if (training.has(model)) {
    throw new TrainingError(`${op}: the model is being trained already`, {
      code: 'E_BUSY',
      fix: 'await the first fit before the second, or make another model',
    });
  }
  training.add(model);
  return () => training.delete(model);
}

/** @throws ValueError for a model that has nothing to train */
export function checkTrainable(op: string, model: Model): void {
  if (model.trainableParameters.length > 0) return;
  throw new ValueError(`${op}: the model has no trainable parameters`, {
    fix: 'add one: dense(10)',
  });
}
