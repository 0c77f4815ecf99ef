import { html } from '../../shared/element.js';
import {
  activationLabels,
  activationNames,
  initializerLabels,
  initializerNames,
  learningRates,
  optimizerLabels,
  optimizerNames,
  regularizationRates,
  scheduleLabels,
  scheduleNames,
} from '../state/options.js';
import { type Change, checkBox, range, type Shown, select } from './controls.js';

/** Names with what the reader sees of them. */
function listed<K extends string>(
  names: readonly K[],
  labels: Readonly<Record<K, string>>,
): (readonly [K, string])[] {
  return names.map((name) => [name, labels[name]]);
}

function numbers(values: readonly number[]): (readonly [number, string])[] {
  return values.map((value) => [value, String(value)]);
}

/** How fast. */
export function speedChoice(change: Change): Shown {
  const speeds = { slow: 'slow', frame: 'an epoch a frame', fast: 'as fast as it goes' };
  return select('speed', 'Speed', listed(['slow', 'frame', 'fast'], speeds), change);
}

/** What is set above the net. */
export function mainSettings(change: Change): Shown[] {
  const penalties = { none: 'None', L1: 'L1', L2: 'L2' };
  const problems = { classification: 'Classification', regression: 'Regression' };
  const losses = { log: 'Log loss', squared: 'Squared error' };
  return [
    select('learningRate', 'Learning rate', numbers(learningRates), change),
    select('activation', 'Activation', listed(activationNames, activationLabels), change),
    select('regularization', 'Regularization', listed(['none', 'L1', 'L2'], penalties), change),
    select('regularizationRate', 'Regularization rate', numbers(regularizationRates), change),
    select('problem', 'Problem type', listed(['classification', 'regression'], problems), change),
    select('loss', 'Loss', listed(['log', 'squared'], losses), change),
    select('optimizer', 'Optimizer', listed(optimizerNames, optimizerLabels), change),
  ];
}

/** What is set beside the data. */
export function dataSettings(change: Change): Shown[] {
  return [
    range('percTrainData', 'Trained on', { min: 10, max: 90, step: 10, unit: ' %' }, change),
    range('noise', 'Noise', { min: 0, max: 50, step: 5 }, change),
    range('batchSize', 'Batch size', { min: 1, max: 30, step: 1 }, change),
  ];
}

/** What is set more seldom. */
export function moreSettings(change: Change): Shown[] {
  const norms = { none: 'None', batch: 'Batch', layer: 'Layer' };
  const scales = { standard: 'standardized', raw: 'raw, as in TF Playground' };
  return [
    select('init', 'Weights begin', listed(initializerNames, initializerLabels), change),
    checkBox('initZero', 'all at 0', change),
    range('dropout', 'Dropout', { min: 0, max: 0.8, step: 0.1 }, change),
    select('norm', 'Normalization', listed(['none', 'batch', 'layer'], norms), change),
    select('scale', 'Inputs', listed(['standard', 'raw'], scales), change),
    select('schedule', 'Learning rate over time', listed(scheduleNames, scheduleLabels), change),
    range('move', 'Points stray', { min: 0, max: 2, step: 0.1 }, change),
    range('flip', 'Wrong labels', { min: 0, max: 50, step: 5, unit: ' %' }, change),
    seedField(change),
  ];
}

function seedField(change: Change): Shown {
  const field = html('input', { type: 'number', name: 'seed', min: '0', step: '1', class: 'field' });
  field.addEventListener('change', () => {
    const seed = field.valueAsNumber;
    if (Number.isSafeInteger(seed) && seed >= 0) change({ seed });
  });
  return {
    element: html('label', { class: 'control' }, html('span', { class: 'name' }, 'Seed'), field),
    show(state) {
      field.value = String(state.seed);
    },
  };
}
