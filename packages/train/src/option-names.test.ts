import { referenceBackend, useBackend } from '@descent/core';
import { expect, it } from 'vitest';
import * as train from './index.js';

const store = { read() {}, write() {}, list() {}, remove() {} } as never;
const history = { epochs: [{ loss: 1 }] } as never;

/** All that takes options, called with them. */
const calls: Readonly<Record<string, (options: object) => unknown>> = {
  adadelta: train.adadelta,
  adagrad: train.adagrad,
  adam: train.adam,
  adamW: train.adamW,
  adamax: train.adamax,
  lion: train.lion,
  nadam: train.nadam,
  rmsProp: train.rmsProp,
  sgd: train.sgd,
  cosineDecay: (options) => train.cosineDecay({ initialRate: 1, decaySteps: 1, ...options }),
  cosineDecayRestarts: (options) =>
    train.cosineDecayRestarts({ initialRate: 1, firstDecaySteps: 1, ...options }),
  exponentialDecay: (options) =>
    train.exponentialDecay({ initialRate: 1, decaySteps: 1, decayRate: 0.5, ...options }),
  oneCycle: (options) => train.oneCycle({ maxRate: 1, totalSteps: 9, ...options }),
  piecewiseConstant: (options) => train.piecewiseConstant({ boundaries: [], rates: [1], ...options }),
  polynomialDecay: (options) => train.polynomialDecay({ initialRate: 1, decaySteps: 1, ...options }),
  stepDecay: (options) => train.stepDecay({ initialRate: 1, every: 1, ...options }),
  warmUp: (options) => train.warmUp(1, { steps: 1, ...options }),
  checkpoints: (options) => train.checkpoints(store, options),
  csvLogger: (options) => train.csvLogger(() => {}, options),
  earlyStopping: train.earlyStopping,
  historyReport: (options) => train.historyReport(history, options),
  jsonLinesLogger: (options) => train.jsonLinesLogger(() => {}, options),
  plotHistory: (options) => train.plotHistory(history, options),
  reduceOnPlateau: train.reduceOnPlateau,
  tensorBoard: (options) => train.tensorBoard('runs', options),
};

it.each(Object.entries(calls))('%s refuses an option that it does not have', async (name, call) => {
  await useBackend(referenceBackend());
  expect(() => call({})).not.toThrow();
  expect(() => call({ learningrate: 0.1 })).toThrow(`${name}: no option is called 'learningrate'`);
});

it('refuses what are no options', () => {
  expect(() => train.sgd(0.1 as never)).toThrow('sgd: expects options, got 0.1');
  expect(() => train.warmUp(0.1, undefined as never)).toThrow('warmUp: expects options, got undefined');
  expect(() => train.sgd({ ema: 0.9 as never })).toThrow('sgd: ema: expects options, got 0.9');
});
