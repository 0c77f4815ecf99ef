import { expect, it } from 'vitest';
import * as layers from './index.js';

const kernel = { filters: 1, kernelSize: 1 } as const;
const heads = { numHeads: 1, keyDim: 1 } as const;

/** Layers by kind, each with its options that are true or false. */
const rows: readonly (readonly [kind: string, make: (options: never) => unknown, ...names: string[]])[] = [
  ['dense', (options: object) => layers.dense(1, options), 'useBias', 'trainable'],
  ['conv1d', (options: object) => layers.conv1d({ ...kernel, ...options }), 'useBias'],
  ['conv2d', (options: object) => layers.conv2d({ ...kernel, ...options }), 'useBias', 'precise'],
  ['depthwiseConv2d', (options: object) => layers.depthwiseConv2d({ kernelSize: 1, ...options }), 'useBias'],
  ['separableConv2d', (options: object) => layers.separableConv2d({ ...kernel, ...options }), 'useBias'],
  ['conv2dTranspose', (options: object) => layers.conv2dTranspose({ ...kernel, ...options }), 'useBias'],
  ['globalMaxPool1d', layers.globalMaxPool1d, 'keepDims'],
  ['globalAveragePool2d', layers.globalAveragePool2d, 'keepDims'],
  [
    'simpleRnn',
    (options: object) => layers.simpleRnn(1, options),
    'useBias',
    'returnSequences',
    'returnState',
    'goBackwards',
  ],
  ['lstm', (options: object) => layers.lstm(1, options), 'returnState', 'unitForgetBias'],
  ['gru', (options: object) => layers.gru(1, options), 'returnState', 'resetAfter'],
  [
    'multiHeadAttention',
    (options: object) => layers.multiHeadAttention({ ...heads, ...options }),
    'useBias',
    'causal',
  ],
  ['dot', (options: object) => layers.dot({ axes: 1, ...options }), 'normalize'],
  ['dropout', (options: object) => layers.dropout(0.5, options), 'trainable'],
  ['bidirectional', (options: object) => layers.bidirectional(layers.gru(1), options), 'trainable'],
  ['timeDistributed', (options: object) => layers.timeDistributed(layers.dense(1), options), 'trainable'],
];

it.each(rows.flatMap(([kind, make, ...names]) => names.map((name) => [kind, name, make] as const)))(
  '%s refuses %s that is not true or false',
  (kind, name, make) => {
    for (const [value, shown] of [
      ['yes', "'yes'"],
      [1, '1'],
      [null, 'null'],
    ] as const) {
      expect(() => make({ [name]: value } as never)).toThrow(
        `${kind}: ${name} must be true or false, got ${shown}`,
      );
    }
    for (const value of [true, false, undefined]) make({ [name]: value } as never);
  },
);
