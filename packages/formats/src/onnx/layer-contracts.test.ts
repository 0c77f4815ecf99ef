import type { Shape } from '@descent/core';
import * as layers from '@descent/layers';
import { type LayerCase, layerBatch, layerCases } from '@descent/testing';
import { expectSameInOnnx } from '@descent/testing/onnx';
import { describe, expect, it } from 'vitest';

type Row = Pick<LayerCase, 'make' | 'input' | 'indices'>;

/** Options that are written in ways of their own. */
const variants: readonly Row[] = [
  ...Object.keys(layers.activations).map(
    (name): Row => ({ make: () => layers.activation(name as layers.ActivationName), input: [2, 3, 4] }),
  ),
  { make: () => layers.lstm(3, { returnSequences: true, goBackwards: true }), input: [2, 4, 2] },
  {
    make: () => layers.lstm(3, { activation: 'swish', recurrentActivation: 'hardSigmoid' }),
    input: [2, 4, 2],
  },
  { make: () => layers.gru(3, { goBackwards: true, useBias: false, activation: 'relu' }), input: [2, 4, 2] },
  { make: () => layers.gru(2, { resetAfter: false, returnSequences: true }), input: [2, 4, 3] },
  { make: () => layers.simpleRnn(3, { activation: 'softsign', useBias: false }), input: [2, 4, 2] },
  ...(['concat', 'sum', 'mul', 'ave'] as const).map(
    (mergeMode): Row => ({
      make: () => layers.bidirectional(layers.lstm(3, { returnSequences: true }), { mergeMode }),
      input: [2, 4, 2],
    }),
  ),
  {
    make: () =>
      layers.bidirectional(layers.simpleRnn(2, { activation: (x) => x.tanh() }), { mergeMode: 'sum' }),
    input: [2, 3, 2],
  },
  {
    make: () => layers.timeDistributed(layers.conv2d({ filters: 2, kernelSize: 2 })),
    input: [2, 3, 4, 4, 1],
  },
  { make: () => layers.batchNorm(), input: [2, 3, 4, 5] },
  { make: () => layers.batchNorm({ axis: 2 }), input: [2, 3, 4, 5] },
  {
    make: () => layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
    input: [1, 2, 3, 2, 2],
  },
  {
    make: () => layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 3, padding: 'valid' }),
    input: [2, 2, 3, 2],
  },
  { make: () => layers.upSampling3d(2), input: [1, 2, 1, 2, 3] },
];

const nameOf = ({ make, input }: Row): string => `${make().label}, [${input}]`;

describe('ONNX runtime computes what layers compute, for batches of two sizes', () => {
  for (const row of [...layerCases, ...variants]) {
    it(nameOf(row), async () => {
      const { input, indices, make } = row;
      const example = input.slice(1);
      using model = layers.sequential({ input: example as Shape, seed: 7 }, make() as never);
      // Averages of batches that there were.
      for (const [i, parameter] of model.parameters.entries()) {
        if (parameter.name.endsWith('movingMean')) parameter.assign(parameter.value.add(0.3 + i));
        if (parameter.name.endsWith('movingVariance')) parameter.assign(parameter.value.mul(1.7 + i));
      }
      const batchOf = (n: number) => () => [
        layerBatch({ input: [n, ...example], ...(indices && { indices }) }),
      ];
      await expectSameInOnnx(model as unknown as layers.AnyModel, [1, 4].map(batchOf));
    });
  }

  it('writes recurrent layers as one operator each, whatever the length of the sequence', async () => {
    using model = layers.sequential(
      { input: [100, 2] },
      layers.lstm(3, { returnSequences: true }),
      layers.bidirectional(layers.gru(3)),
    );
    const batchOf = (n: number) => () => [layerBatch({ input: [n, 100, 2] })];
    const { operators } = await expectSameInOnnx(model, [1, 2].map(batchOf));
    expect([operators.get('LSTM'), operators.get('GRU')]).toEqual([1, 2]);
    expect([...operators.values()].reduce((sum, n) => sum + n)).toBeLessThan(15);
  });
});
