import { layerGoldenContract } from '@descent/testing';
import {
  bidirectional,
  conv2d,
  dense,
  gru,
  lstm,
  multiHeadAttention,
  simpleRnn,
  timeDistributed,
} from './index.js';

layerGoldenContract('recurrent', {
  'simpleRnn(3)': () => simpleRnn(3),
  "simpleRnn(2, { activation: 'relu', useBias: false, returnSequences: true })": () =>
    simpleRnn(2, { activation: 'relu', useBias: false, returnSequences: true }),
  'simpleRnn(3, { returnState: true, goBackwards: true })': () =>
    simpleRnn(3, { returnState: true, goBackwards: true }),
  'lstm(3)': () => lstm(3),
  'lstm(5, { returnSequences: true, returnState: true })': () =>
    lstm(5, { returnSequences: true, returnState: true }),
  'lstm(2, { goBackwards: true, returnSequences: true, useBias: false })': () =>
    lstm(2, { goBackwards: true, returnSequences: true, useBias: false }),
  "lstm(2, { activation: 'softplus', recurrentActivation: 'tanh' })": () =>
    lstm(2, { activation: 'softplus', recurrentActivation: 'tanh' }),
  'gru(3)': () => gru(3),
  'gru(5, { returnSequences: true, returnState: true })': () =>
    gru(5, { returnSequences: true, returnState: true }),
  'gru(3, { resetAfter: false, returnSequences: true })': () =>
    gru(3, { resetAfter: false, returnSequences: true }),
  'gru(2, { useBias: false, goBackwards: true })': () => gru(2, { useBias: false, goBackwards: true }),
  'gru(2, { resetAfter: false, useBias: false })': () => gru(2, { resetAfter: false, useBias: false }),
  'bidirectional(lstm(3))': () => bidirectional(lstm(3)),
  'bidirectional(lstm(2, { returnSequences: true, returnState: true }))': () =>
    bidirectional(lstm(2, { returnSequences: true, returnState: true })),
  "bidirectional(gru(2, { returnSequences: true }), { mergeMode: 'sum' })": () =>
    bidirectional(gru(2, { returnSequences: true }), { mergeMode: 'sum' }),
  "bidirectional(simpleRnn(3), { mergeMode: 'mul' })": () =>
    bidirectional(simpleRnn(3), { mergeMode: 'mul' }),
  "bidirectional(gru(3), { mergeMode: 'ave' })": () => bidirectional(gru(3), { mergeMode: 'ave' }),
  "bidirectional(simpleRnn(2, { returnSequences: true, returnState: true }), { mergeMode: 'none' })": () =>
    bidirectional(simpleRnn(2, { returnSequences: true, returnState: true }), { mergeMode: 'none' }),
  "timeDistributed(dense(3, { activation: 'relu' }))": () =>
    timeDistributed(dense(3, { activation: 'relu' })),
  'timeDistributed(conv2d({ filters: 2, kernelSize: 3 }))': () =>
    timeDistributed(conv2d({ filters: 2, kernelSize: 3 })),
  'multiHeadAttention({ numHeads: 2, keyDim: 3 })': () => multiHeadAttention({ numHeads: 2, keyDim: 3 }),
  'multiHeadAttention({ numHeads: 3, keyDim: 2, valueDim: 5, outputShape: 7 })': () =>
    multiHeadAttention({ numHeads: 3, keyDim: 2, valueDim: 5, outputShape: 7 }),
  'multiHeadAttention({ numHeads: 2, keyDim: 2, causal: true })': () =>
    multiHeadAttention({ numHeads: 2, keyDim: 2, causal: true }),
  'multiHeadAttention({ numHeads: 1, keyDim: 4, useBias: false, causal: true })': () =>
    multiHeadAttention({ numHeads: 1, keyDim: 4, useBias: false, causal: true }),
  'multiHeadAttention({ numHeads: 2, keyDim: 3 }), of images': () =>
    multiHeadAttention({ numHeads: 2, keyDim: 3 }),
});
