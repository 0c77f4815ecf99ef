import * as layers from '@descent/layers';
import type { LayerCase } from '../layer-case.js';

/** Axes of size 1 everywhere. */
export const sizeOneLayerCases: readonly LayerCase[] = [
  { make: () => layers.dense(1), input: [1, 1], output: [1, 1], params: 2 },
  { make: () => layers.embedding(1, 1), indices: 1, input: [1, 1], output: [1, 1, 1], params: 1 },
  {
    make: () => layers.conv2d({ filters: 1, kernelSize: 1 }),
    input: [1, 1, 1, 1],
    output: [1, 1, 1, 1],
    params: 2,
  },
  {
    make: () => layers.conv2dTranspose({ filters: 1, kernelSize: 1 }),
    input: [1, 1, 1, 1],
    output: [1, 1, 1, 1],
    params: 2,
  },
  {
    make: () => layers.separableConv1d({ filters: 1, kernelSize: 1 }),
    input: [1, 1, 1],
    output: [1, 1, 1],
    params: 3,
  },
  { make: () => layers.maxPool2d(1), input: [1, 1, 1, 1], output: [1, 1, 1, 1], params: 0 },
  { make: () => layers.averagePool3d(1), input: [1, 1, 1, 1, 1], output: [1, 1, 1, 1, 1], params: 0 },
  { make: () => layers.globalAveragePool1d(), input: [1, 1, 1], output: [1, 1], params: 0 },
  { make: () => layers.lstm(1), input: [1, 1, 1], output: [1, 1], params: 12 },
  { make: () => layers.softmax(), input: [1, 1], output: [1, 1], params: 0 },
  { make: () => layers.flatten(), input: [1, 1], output: [1, 1], params: 0 },
];
