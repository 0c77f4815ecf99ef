import { layerContract } from '@descent/testing';
import * as layers from './index.js';

layerContract(() => layers.conv1d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }), {
  input: [2, 7, 2],
  output: [2, 4, 3],
  params: 21,
});
layerContract(() => layers.conv1d({ filters: 2, kernelSize: 2, dilations: 2, padding: 'causal' }), {
  input: [2, 5, 1],
  output: [2, 5, 2],
  params: 6,
});
layerContract(() => layers.conv3d({ filters: 2, kernelSize: [1, 2, 2], useBias: false }), {
  input: [2, 2, 3, 3, 2],
  output: [2, 2, 2, 2, 2],
  params: 16,
});
layerContract(() => layers.depthwiseConv1d({ kernelSize: 3, depthMultiplier: 2, padding: 1 }), {
  input: [2, 5, 2],
  output: [2, 5, 4],
  params: 16,
});
layerContract(() => layers.depthwiseConv2d({ kernelSize: [2, 3], strides: 2, padding: 'same' }), {
  input: [2, 5, 4, 2],
  output: [2, 3, 2, 2],
  params: 14,
});
layerContract(() => layers.separableConv1d({ filters: 3, kernelSize: 2, depthMultiplier: 2 }), {
  input: [2, 5, 2],
  output: [2, 4, 3],
  params: 23,
});
layerContract(() => layers.separableConv2d({ filters: 3, kernelSize: 2, activation: 'tanh' }), {
  input: [2, 4, 3, 2],
  output: [2, 3, 2, 3],
  params: 17,
});
layerContract(() => layers.conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2 }), {
  input: [2, 4, 3],
  output: [2, 9, 2],
  params: 20,
});
layerContract(() => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }), {
  input: [2, 3, 2, 2],
  output: [2, 6, 4, 2],
  params: 38,
});
layerContract(
  () =>
    layers.conv2dTranspose({
      filters: 1,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      outputPadding: [0, 1],
    }),
  { input: [1, 3, 2, 1], output: [1, 5, 4, 1], params: 10 },
);
layerContract(() => layers.conv3dTranspose({ filters: 2, kernelSize: 2, strides: [1, 2, 2] }), {
  input: [1, 2, 2, 2, 2],
  output: [1, 3, 4, 4, 2],
  params: 34,
});
layerContract(() => layers.maxPool1d(2), { input: [2, 5, 2], output: [2, 2, 2], params: 0 });
layerContract(() => layers.maxPool3d(2, { strides: 1 }), {
  input: [1, 3, 3, 2, 2],
  output: [1, 2, 2, 1, 2],
  params: 0,
});
layerContract(() => layers.averagePool1d(3, { strides: 2, padding: 'same' }), {
  input: [2, 5, 2],
  output: [2, 3, 2],
  params: 0,
});
layerContract(() => layers.averagePool3d([1, 2, 2]), {
  input: [2, 2, 3, 4, 1],
  output: [2, 2, 1, 2, 1],
  params: 0,
});
layerContract(() => layers.globalMaxPool1d(), { input: [2, 4, 3], output: [2, 3], params: 0 });
layerContract(() => layers.globalMaxPool2d({ keepDims: true }), {
  input: [2, 3, 2, 3],
  output: [2, 1, 1, 3],
  params: 0,
});
layerContract(() => layers.globalMaxPool3d(), { input: [2, 2, 2, 2, 2], output: [2, 2], params: 0 });
layerContract(() => layers.globalAveragePool1d({ keepDims: true }), {
  input: [2, 4, 3],
  output: [2, 1, 3],
  params: 0,
});
layerContract(() => layers.globalAveragePool2d(), { input: [2, 3, 2, 3], output: [2, 3], params: 0 });
layerContract(() => layers.globalAveragePool3d(), { input: [2, 2, 2, 2, 2], output: [2, 2], params: 0 });
layerContract(() => layers.zeroPadding1d([2, 0]), { input: [2, 3, 2], output: [2, 5, 2], params: 0 });
layerContract(() => layers.zeroPadding2d([1, [0, 2]]), {
  input: [2, 2, 3, 1],
  output: [2, 4, 5, 1],
  params: 0,
});
layerContract(() => layers.zeroPadding3d(), { input: [1, 1, 2, 1, 2], output: [1, 3, 4, 3, 2], params: 0 });
layerContract(() => layers.cropping1d([0, 2]), { input: [2, 5, 2], output: [2, 3, 2], params: 0 });
layerContract(() => layers.cropping2d([[1, 0], 1]), {
  input: [2, 3, 4, 2],
  output: [2, 2, 2, 2],
  params: 0,
});
layerContract(() => layers.cropping3d(1), { input: [2, 3, 3, 4, 1], output: [2, 1, 1, 2, 1], params: 0 });
layerContract(() => layers.upSampling1d(3), { input: [2, 3, 2], output: [2, 9, 2], params: 0 });
layerContract(() => layers.upSampling2d([2, 3]), { input: [2, 2, 3, 2], output: [2, 4, 9, 2], params: 0 });
layerContract(() => layers.upSampling2d(2, { interpolation: 'bilinear' }), {
  input: [2, 2, 3, 2],
  output: [2, 4, 6, 2],
  params: 0,
});
layerContract(() => layers.upSampling3d([1, 2, 1]), {
  input: [1, 2, 2, 2, 2],
  output: [1, 2, 4, 2, 2],
  params: 0,
});
layerContract(() => layers.permute([3, 1, 2]), { input: [2, 2, 3, 4], output: [2, 4, 2, 3], params: 0 });
layerContract(() => layers.repeatVector(3), { input: [2, 4], output: [2, 3, 4], params: 0 });
layerContract(() => layers.embedding(5, 3), { indices: 5, input: [2, 3], output: [2, 3, 3], params: 15 });
layerContract(() => layers.rescaling([2, 3], -1), { input: [2, 3, 2], output: [2, 3, 2], params: 0 });
layerContract(() => layers.spatialDropout1d(0.5), {
  input: [2, 3, 4],
  output: [2, 3, 4],
  params: 0,
  random: true,
});
layerContract(() => layers.spatialDropout2d(0.5), {
  input: [2, 2, 2, 4],
  output: [2, 2, 2, 4],
  params: 0,
  random: true,
});
layerContract(() => layers.spatialDropout3d(0.5), {
  input: [2, 2, 1, 2, 4],
  output: [2, 2, 1, 2, 4],
  params: 0,
  random: true,
});
layerContract(() => layers.gaussianNoise(0.5), { input: [2, 5], output: [2, 5], params: 0, random: true });
layerContract(() => layers.gaussianDropout(0.5), { input: [2, 5], output: [2, 5], params: 0, random: true });
layerContract(() => layers.alphaDropout(0.5), { input: [2, 5], output: [2, 5], params: 0, random: true });
layerContract(() => layers.leakyRelu(), { input: [2, 5], output: [2, 5], params: 0 });
layerContract(() => layers.elu({ alpha: 0.5 }), { input: [2, 5], output: [2, 5], params: 0 });
layerContract(() => layers.relu({ maxValue: 0.12, negativeSlope: 0.5, threshold: 0.06 }), {
  input: [2, 5],
  output: [2, 5],
  params: 0,
});
layerContract(() => layers.softmax({ axis: 1 }), { input: [2, 3, 2], output: [2, 3, 2], params: 0 });
layerContract(() => layers.prelu({ sharedAxes: [1], alphaInitializer: layers.constant(0.25) }), {
  input: [2, 3, 2],
  output: [2, 3, 2],
  params: 2,
});
layerContract(() => layers.batchNorm(), {
  input: [4, 3],
  output: [4, 3],
  params: 12,
  differsInTraining: true,
});
layerContract(() => layers.batchNorm({ axis: 1, scale: false, betaInitializer: 'ones' }), {
  input: [3, 2, 4],
  output: [3, 2, 4],
  params: 6,
  differsInTraining: true,
});
layerContract(() => layers.layerNorm(), { input: [2, 3, 4], output: [2, 3, 4], params: 8 });
layerContract(() => layers.layerNorm({ axis: [1, 3] }), {
  input: [2, 3, 2, 2],
  output: [2, 3, 2, 2],
  params: 12,
});
layerContract(() => layers.groupNorm({ groups: 2 }), {
  input: [2, 3, 4],
  output: [2, 3, 4],
  params: 8,
});
layerContract(() => layers.groupNorm({ groups: -1, axis: 1, center: false }), {
  input: [2, 3, 4],
  output: [2, 3, 4],
  params: 3,
});
layerContract(() => layers.normalization(), { input: [2, 3], output: [2, 3], params: 6 });
layerContract(() => layers.normalization({ mean: 1, variance: [4, 1, 9] }), {
  input: [2, 3],
  output: [2, 3],
  params: 0,
});
