import { gelu } from '@descent/core';
import { type Activation, activation } from '@descent/layers';
import { layers as tfl } from '@tensorflow/tfjs-layers';
import { compareLayers } from './compare-layers.js';
import type { Comparison } from './comparison.js';

function row(
  ours: string,
  theirs: string,
  { given = ours as Activation, ...rest }: Partial<Comparison> & { given?: Activation } = {},
): Comparison {
  return {
    ours,
    theirs,
    ...rest,
    run: () =>
      compareLayers(activation(given) as never, tfl.activation({ activation: theirs as 'relu' }), {
        inputs: [[4, 50]],
        scale: 8,
      }),
  };
}

/** Activations that both have, by the names that layers take. */
export const activationRows: readonly Comparison[] = [
  ...['elu', 'relu', 'relu6', 'selu', 'linear', 'sigmoid', 'softplus', 'softsign', 'tanh', 'softmax'].map(
    (name) => row(name, name),
  ),
  ...['logSoftmax', 'swish', 'mish', 'gelu'].map((name) => row(name, name)),
  row('gelu', 'gelu_new', {
    given: (x) => gelu(x, { approximate: true }),
    of: 'approximately',
  }),
  row('hardSigmoid', 'hardSigmoid', {
    differs: 'goes from 0 to 1 between −2.5 and 2.5, Keras’ between −3 and 3',
  }),
];
