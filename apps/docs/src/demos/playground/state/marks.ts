import type { State } from './state.js';

/** Something that the reader changed while training went on. */
export interface Mark {
  readonly epoch: number;
  readonly text: string;
}

/** Changes that the loss chart marks, and what they are called there. */
const names: Partial<Record<keyof State, string>> = {
  learningRate: 'rate',
  activation: 'activation',
  layerActivations: 'activation',
  regularization: 'regularization',
  regularizationRate: 'penalty rate',
  optimizer: 'optimizer',
  batchSize: 'batch',
  dropout: 'dropout',
  norm: 'normalization',
  schedule: 'schedule',
  loss: 'loss',
  networkShape: 'layers',
  scale: 'inputs',
  noise: 'noise',
  move: 'straying',
  flip: 'labels',
  seed: 'data',
  dataset: 'data',
  regDataset: 'data',
  points: 'data',
  percTrainData: 'split',
};

/** The marks with those of a change; of one thing in one epoch the last is kept. */
export function marked(marks: readonly Mark[], epoch: number, change: Partial<State>): readonly Mark[] {
  let all = marks;
  for (const [key, value] of Object.entries(change)) {
    const name = names[key as keyof State];
    if (!name) continue;
    const text =
      name === 'data' || name === 'layers' || typeof value === 'object' ? name : `${name} ${value}`;
    all = [...all.filter((mark) => mark.epoch !== epoch || !mark.text.startsWith(name)), { epoch, text }];
  }
  return all;
}
