import type { Shape } from '@descent/core';
import * as descent from '@descent/layers';
import { layers as tfl } from '@tensorflow/tfjs-layers';
import type { Comparison } from './comparison.js';
import { biases, normalKernel, row, start } from './layer-row.js';

const hardGates = 'the gates’ `recurrentActivation` is `hardSigmoid` unless given, Keras’ `sigmoid`';
const series: Shape = [2, 5, 3];

/** Recurrent layers, and layers around others, that both have. */
export const sequenceRows: readonly Comparison[] = [
  row(
    ['simpleRnn', 'simpleRNN'],
    () => [
      descent.simpleRnn(4, { returnSequences: true }),
      tfl.simpleRNN({ units: 4, returnSequences: true }),
    ],
    [series],
  ),
  start(['simpleRnn', 'simpleRNN'], normalKernel, [5, 60], () => [
    descent.simpleRnn(60),
    tfl.simpleRNN({ units: 60 }),
  ]),
  row(['lstm', 'lstm'], () => [descent.lstm(4), tfl.lstm({ units: 4, recurrentActivation: 'sigmoid' })], [
    series,
  ]),
  row(['lstm', 'lstm'], () => [descent.lstm(4), tfl.lstm({ units: 4 })], [series], {
    of: 'gates that are not given',
    differs: hardGates,
  }),
  biases(['lstm', 'lstm'], () => [descent.lstm(2), tfl.lstm({ units: 2, unitForgetBias: true })], {
    of: 'initial biases',
  }),
  biases(['lstm', 'lstm'], () => [descent.lstm(2), tfl.lstm({ units: 2 })], {
    of: 'initial biases that are not asked for',
    differs: '`unitForgetBias` is false unless given, Keras’ true: the forget gate’s bias begins with 0',
  }),
  row(
    ['gru', 'gru'],
    () => [
      descent.gru(4, { resetAfter: false, returnSequences: true }),
      tfl.gru({ units: 4, recurrentActivation: 'sigmoid', returnSequences: true }),
    ],
    [series],
    { of: 'reset before the product' },
  ),
  row(['gru', 'gru'], () => [descent.gru(4, { resetAfter: false }), tfl.gru({ units: 4 })], [series], {
    of: 'gates that are not given',
    differs: hardGates,
  }),
  {
    ours: 'gru',
    theirs: 'gru',
    of: 'the bias of the reset that is not given',
    differs: 'has no `resetAfter`, which is Keras’ default: weights of the one do not fit the other',
    run() {
      using net = descent.sequential({ input: [5, 3] }, descent.gru(2)) as unknown as descent.AnyModel;
      const theirs = tfl.gru({ units: 2 });
      theirs.build([null, 5, 3]);
      return {
        ours: [...(net.parameters.at(-1)?.shape ?? [])],
        theirs: theirs.getWeights().at(-1)?.shape ?? [],
      };
    },
  },
  row(
    ['bidirectional', 'bidirectional'],
    () => [
      descent.bidirectional(descent.lstm(3, { returnSequences: true }), { mergeMode: 'concat' }),
      tfl.bidirectional({
        layer: tfl.lstm({ units: 3, recurrentActivation: 'sigmoid', returnSequences: true }) as never,
        mergeMode: 'concat',
      }),
    ],
    [series],
  ),
  row(
    ['bidirectional', 'bidirectional'],
    () => [
      descent.bidirectional(descent.simpleRnn(3), { mergeMode: 'ave' }),
      tfl.bidirectional({ layer: tfl.simpleRNN({ units: 3 }) as never, mergeMode: 'ave' }),
    ],
    [series],
    { of: 'mean of both' },
  ),
  row(
    ['timeDistributed', 'timeDistributed'],
    () => [
      descent.timeDistributed(descent.dense(4)),
      tfl.timeDistributed({ layer: tfl.dense({ units: 4 }) }),
    ],
    [series],
  ),
];
