import { scope } from '@descent/core';
import { expectClose, goldenTensor, onEachBackend, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  activation,
  averagePool1d,
  averagePool3d,
  conv1d,
  conv1dTranspose,
  conv2dTranspose,
  conv3d,
  conv3dTranspose,
  cropping1d,
  cropping2d,
  cropping3d,
  depthwiseConv1d,
  depthwiseConv2d,
  elu,
  embedding,
  globalAveragePool1d,
  globalAveragePool2d,
  globalAveragePool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  leakyRelu,
  maxPool1d,
  maxPool3d,
  permute,
  prelu,
  relu,
  repeatVector,
  rescaling,
  reshape,
  separableConv1d,
  separableConv2d,
  sequential,
  softmax,
  upSampling1d,
  upSampling2d,
  upSampling3d,
  zeroPadding1d,
  zeroPadding2d,
  zeroPadding3d,
} from './index.js';
import type { AnyLayer } from './layer.js';

const golden = readGolden('more-layers');

/** The goldens' names are our code. */
const byName: Record<string, () => AnyLayer> = {
  'conv1d({ filters: 3, kernelSize: 3 })': () => conv1d({ filters: 3, kernelSize: 3 }),
  "conv1d({ filters: 2, kernelSize: 4, strides: 2, padding: 'same' })": () =>
    conv1d({ filters: 2, kernelSize: 4, strides: 2, padding: 'same' }),
  "conv1d({ filters: 2, kernelSize: 3, dilations: 2, padding: 'causal' })": () =>
    conv1d({ filters: 2, kernelSize: 3, dilations: 2, padding: 'causal' }),
  "conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: 'causal' })": () =>
    conv1d({ filters: 2, kernelSize: 3, strides: 2, padding: 'causal' }),
  "conv3d({ filters: 2, kernelSize: [1, 2, 3], strides: 2, padding: 'same' })": () =>
    conv3d({ filters: 2, kernelSize: [1, 2, 3], strides: 2, padding: 'same' }),
  "depthwiseConv1d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' })": () =>
    depthwiseConv1d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' }),
  "depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, padding: 'same' })": () =>
    depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, padding: 'same' }),
  "separableConv1d({ filters: 3, kernelSize: 3, depthMultiplier: 2, padding: 'same' })": () =>
    separableConv1d({ filters: 3, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
  'separableConv2d({ filters: 2, kernelSize: 3, strides: 2, depthMultiplier: 2 })': () =>
    separableConv2d({ filters: 2, kernelSize: 3, strides: 2, depthMultiplier: 2 }),
  'conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2 })': () =>
    conv1dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
  "conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })": () =>
    conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
  'conv2dTranspose({ filters: 2, kernelSize: [2, 4], strides: [3, 2] })': () =>
    conv2dTranspose({ filters: 2, kernelSize: [2, 4], strides: [3, 2] }),
  "conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', outputPadding: 0 })": () =>
    conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', outputPadding: 0 }),
  'conv3dTranspose({ filters: 2, kernelSize: 2, strides: [1, 2, 2] })': () =>
    conv3dTranspose({ filters: 2, kernelSize: 2, strides: [1, 2, 2] }),
  'maxPool1d(2)': () => maxPool1d(2),
  "maxPool3d(2, { strides: 1, padding: 'same' })": () => maxPool3d(2, { strides: 1, padding: 'same' }),
  "averagePool1d(3, { strides: 2, padding: 'same' })": () =>
    averagePool1d(3, { strides: 2, padding: 'same' }),
  'averagePool3d(2)': () => averagePool3d(2),
  'globalMaxPool1d()': () => globalMaxPool1d(),
  'globalMaxPool2d({ keepDims: true })': () => globalMaxPool2d({ keepDims: true }),
  'globalMaxPool3d()': () => globalMaxPool3d(),
  'globalAveragePool1d()': () => globalAveragePool1d(),
  'globalAveragePool2d()': () => globalAveragePool2d(),
  'globalAveragePool3d({ keepDims: true })': () => globalAveragePool3d({ keepDims: true }),
  'zeroPadding1d([2, 0])': () => zeroPadding1d([2, 0]),
  'zeroPadding2d([[1, 0], [2, 3]])': () =>
    zeroPadding2d([
      [1, 0],
      [2, 3],
    ]),
  'zeroPadding3d([1, 2, 0])': () => zeroPadding3d([1, 2, 0]),
  'cropping1d()': () => cropping1d(),
  'cropping2d([[1, 0], [2, 1]])': () =>
    cropping2d([
      [1, 0],
      [2, 1],
    ]),
  'cropping3d(1)': () => cropping3d(1),
  'upSampling1d(3)': () => upSampling1d(3),
  'upSampling2d([2, 3])': () => upSampling2d([2, 3]),
  "upSampling2d(2, { interpolation: 'bilinear' })": () => upSampling2d(2, { interpolation: 'bilinear' }),
  'upSampling3d(2)': () => upSampling3d(2),
  'permute([3, 1, 2])': () => permute([3, 1, 2]),
  'repeatVector(3)': () => repeatVector(3),
  'rescaling(2, -1)': () => rescaling(2, -1),
  'leakyRelu()': () => leakyRelu(),
  'elu({ alpha: 0.5 })': () => elu({ alpha: 0.5 }),
  'relu({ maxValue: 0.5, negativeSlope: 0.3, threshold: 0.2 })': () =>
    relu({ maxValue: 0.5, negativeSlope: 0.3, threshold: 0.2 }),
  'softmax({ axis: 1 })': () => softmax({ axis: 1 }),
  'prelu({ sharedAxes: [1] })': () => prelu({ sharedAxes: [1] }),
  'reshape([3, -1])': () => reshape([3, -1]),
  "activation('gelu')": () => activation('gelu'),
  'embedding(5, 3)': () => embedding(5, 3),
};

onEachBackend(() => {
  describe(`layers equal ${golden.origin.library} ${golden.origin.version}`, () => {
    it('has a row for each golden', () => {
      expect(Object.keys(byName)).toEqual(golden.cases.map((row) => row.name));
    });

    it.each(golden.cases.map((row) => [row.name, row] as const))('%s', (name, row) => {
      scope(() => {
        const { x, ...weights } = row.inputs;
        using model = sequential({ input: (x?.shape ?? []).slice(1) }, byName[name]?.() as never);
        expect(model.parameterCount).toBe(row.parameterCount);
        const given = Object.entries(weights);
        expect(model.parameters.map(({ name: own }) => own.split('/').at(-1))).toEqual(
          given.map(([own]) => own.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())),
        );
        given.forEach(([, values], i) => {
          model.parameters[i]?.assign(goldenTensor(values));
        });
        const y = model.call(goldenTensor(x as never));
        expect(y.shape).toEqual(row.outputs.y?.shape);
        expectClose(y.dataSync(), row.outputs.y?.values as number[]);
      });
    });
  });
});
