import * as layers from '@descent/layers';
import type { LayerCase } from '../layer-case.js';

/** Layers over sequences. */
export const sequenceLayerCases: readonly LayerCase[] = [
  { make: () => layers.simpleRnn(3), input: [2, 4, 2], output: [2, 3], params: 18 },
  { make: () => layers.lstm(3, { returnSequences: true }), input: [2, 3, 2], output: [2, 3, 3], params: 72 },
  {
    make: () => layers.lstm(2, { dropout: 0.3, recurrentDropout: 0.5 }),
    input: [2, 3, 2],
    output: [2, 2],
    params: 40,
    random: true,
  },
  { make: () => layers.gru(3), input: [2, 3, 2], output: [2, 3], params: 63 },
  { make: () => layers.gru(3, { resetAfter: false }), input: [1, 1, 1], output: [1, 3], params: 45 },
  {
    make: () => layers.bidirectional(layers.gru(2), { mergeMode: 'ave' }),
    input: [2, 3, 2],
    output: [2, 2],
    params: 72,
  },
  { make: () => layers.timeDistributed(layers.dense(3)), input: [2, 4, 2], output: [2, 4, 3], params: 9 },
  {
    make: () => {
      const x = layers.input([3, 4]);
      return layers.model(x, layers.multiHeadAttention({ numHeads: 2, keyDim: 3, causal: true })([x, x]), {
        name: 'multiHeadAttention',
      });
    },
    input: [2, 3, 4],
    output: [2, 3, 4],
    params: 118,
  },
];
