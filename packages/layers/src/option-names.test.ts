import { describe, expect, it } from 'vitest';
import * as layers from './index.js';

const window = { filters: 1, kernelSize: 1 } as const;
const x = layers.input([3]);

/** All that takes options, called with them. */
const calls: Readonly<Record<string, (options: object) => unknown>> = {
  activation: (options) => layers.activation('relu', options),
  add: layers.add,
  alphaDropout: (options) => layers.alphaDropout(0.5, options),
  average: layers.average,
  averagePool1d: (options) => layers.averagePool1d(2, options),
  averagePool2d: (options) => layers.averagePool2d(2, options),
  averagePool3d: (options) => layers.averagePool3d(2, options),
  batchNorm: layers.batchNorm,
  bidirectional: (options) => layers.bidirectional(layers.gru(1), options),
  concatenate: layers.concatenate,
  conv1d: (options) => layers.conv1d({ ...window, ...options }),
  conv1dTranspose: (options) => layers.conv1dTranspose({ ...window, ...options }),
  conv2d: (options) => layers.conv2d({ ...window, ...options }),
  conv2dTranspose: (options) => layers.conv2dTranspose({ ...window, ...options }),
  conv3d: (options) => layers.conv3d({ ...window, ...options }),
  conv3dTranspose: (options) => layers.conv3dTranspose({ ...window, ...options }),
  cropping1d: (options) => layers.cropping1d(1, options),
  cropping2d: (options) => layers.cropping2d(1, options),
  cropping3d: (options) => layers.cropping3d(1, options),
  dense: (options) => layers.dense(1, options),
  depthwiseConv1d: (options) => layers.depthwiseConv1d({ kernelSize: 1, ...options }),
  depthwiseConv2d: (options) => layers.depthwiseConv2d({ kernelSize: 1, ...options }),
  dot: (options) => layers.dot({ axes: 1, ...options }),
  dropout: (options) => layers.dropout(0.5, options),
  elu: layers.elu,
  embedding: (options) => layers.embedding(2, 1, options),
  flatten: layers.flatten,
  gaussianDropout: (options) => layers.gaussianDropout(0.5, options),
  gaussianNoise: (options) => layers.gaussianNoise(0.5, options),
  globalAveragePool1d: layers.globalAveragePool1d,
  globalAveragePool2d: layers.globalAveragePool2d,
  globalAveragePool3d: layers.globalAveragePool3d,
  globalMaxPool1d: layers.globalMaxPool1d,
  globalMaxPool2d: layers.globalMaxPool2d,
  globalMaxPool3d: layers.globalMaxPool3d,
  groupNorm: layers.groupNorm,
  gru: (options) => layers.gru(1, options),
  layerNorm: layers.layerNorm,
  leakyRelu: layers.leakyRelu,
  lstm: (options) => layers.lstm(1, options),
  maximum: layers.maximum,
  maxPool1d: (options) => layers.maxPool1d(2, options),
  maxPool2d: (options) => layers.maxPool2d(2, options),
  maxPool3d: (options) => layers.maxPool3d(2, options),
  minimum: layers.minimum,
  multiHeadAttention: (options) => layers.multiHeadAttention({ numHeads: 1, keyDim: 1, ...options }),
  multiply: layers.multiply,
  normalization: layers.normalization,
  permute: (options) => layers.permute([1], options),
  prelu: layers.prelu,
  relu: layers.relu,
  repeatVector: (options) => layers.repeatVector(2, options),
  rescaling: (options) => layers.rescaling(1, 0, options),
  reshape: (options) => layers.reshape([1], options),
  separableConv1d: (options) => layers.separableConv1d({ ...window, ...options }),
  separableConv2d: (options) => layers.separableConv2d({ ...window, ...options }),
  simpleRnn: (options) => layers.simpleRnn(1, options),
  softmax: layers.softmax,
  spatialDropout1d: (options) => layers.spatialDropout1d(0.5, options),
  spatialDropout2d: (options) => layers.spatialDropout2d(0.5, options),
  spatialDropout3d: (options) => layers.spatialDropout3d(0.5, options),
  subtract: layers.subtract,
  timeDistributed: (options) => layers.timeDistributed(layers.dense(1), options),
  upSampling1d: (options) => layers.upSampling1d(2, options),
  upSampling2d: (options) => layers.upSampling2d(2, options),
  upSampling3d: (options) => layers.upSampling3d(2, options),
  zeroPadding1d: (options) => layers.zeroPadding1d(1, options),
  zeroPadding2d: (options) => layers.zeroPadding2d(1, options),
  zeroPadding3d: (options) => layers.zeroPadding3d(1, options),
  drawModel: (options) => layers.drawModel(layers.model(x, layers.dense(1)(x)), options),
  identity: layers.identity,
  input: (options) => layers.input([3], options),
  minMaxNorm: layers.minMaxNorm,
  model: (options) => layers.model(x, layers.dense(1)(x), options),
  orthogonal: layers.orthogonal,
  randomNormal: layers.randomNormal,
  randomUniform: layers.randomUniform,
  sequential: (options) => layers.sequential({ input: [3], ...options }, layers.dense(1)),
  truncatedNormal: layers.truncatedNormal,
  varianceScaling: layers.varianceScaling,
};

describe.each(Object.entries(calls))('%s', (name, call) => {
  it('refuses an option that it does not have, and says which there are', () => {
    expect(() => call({})).not.toThrow();
    expect(() => call({ activatoin: 'relu' })).toThrow(`${name}: no option is called 'activatoin'`);
    expect(() => call({ activatoin: 'relu' })).toThrow('give an object with any of ');
  });
});

it('knows all layers', () => {
  const all = Object.entries(layers).filter(([, value]) => typeof value === 'function' && value.length <= 3);
  const others = [
    ...['constant', 'defineLayer', 'defineMergeLayer', 'inputNames', 'maxNorm', 'nonNegative', 'outputNames'],
    ...['placeOf', 'unitNorm', 'Parameter'],
  ];
  const unknown = all.map(([name]) => name).filter((name) => !(name in calls) && !others.includes(name));
  expect(unknown).toEqual([]);
});

it('refuses options that are none', () => {
  for (const none of ['relu', 3, true, null]) {
    expect(() => layers.flatten(none as never)).toThrow('flatten: expects options, got');
  }
  expect(() => layers.dense(2, 'relu' as never)).toThrow("dense: expects options, got 'relu'");
});

it('lets a layer of your own name its options', () => {
  const scale = (options: object) =>
    layers.defineLayer({
      kind: 'scale',
      config: { ...options },
      options,
      optionNames: { factor: true },
      build: (inputShape) => ({ outputShape: inputShape, call: (value) => value }),
    });
  expect(scale({ factor: 2, name: 'own' }).name).toBe('own');
  expect(() => scale({ faktor: 2 })).toThrow(
    "scale: no option is called 'faktor'\n  fix: give an object with any of factor, name, trainable, activityRegularizer",
  );
});
