import type { Shape } from '@descent/core';
import * as descent from '@descent/layers';
import { layers as tfl } from '@tensorflow/tfjs-layers';
import type { Comparison } from './comparison.js';
import { normalKernel, only, row, start } from './layer-row.js';

const samePools = () =>
  [
    descent.averagePool2d(3, { strides: 2, padding: 'same' }),
    tfl.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
  ] as const;
const series: Shape = [2, 5, 3];
const images: Shape = [2, 5, 6, 3];
const squares: Shape = [2, 4, 4, 3];
const volumes: Shape = [1, 4, 4, 5, 2];

/** Layers of series, images and volumes that both have. */
export const spatialRows: readonly Comparison[] = [
  row(
    ['conv1d', 'conv1d'],
    () => [
      descent.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
      tfl.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same' }),
    ],
    [series],
  ),
  start(['conv1d', 'conv1d'], normalKernel, [5, 40], () => [
    descent.conv1d({ filters: 50, kernelSize: 3 }),
    tfl.conv1d({ filters: 50, kernelSize: 3 }),
  ]),
  row(
    ['conv2d', 'conv2d'],
    () => [
      descent.conv2d({ filters: 4, kernelSize: [2, 3], activation: 'relu' }),
      tfl.conv2d({ filters: 4, kernelSize: [2, 3], activation: 'relu' }),
    ],
    [images],
  ),
  row(
    ['conv2d', 'conv2d'],
    () => [
      descent.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
      tfl.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
    ],
    [images],
    { of: 'strides, same padding' },
  ),
  start(['conv2d', 'conv2d'], normalKernel, [5, 5, 20], () => [
    descent.conv2d({ filters: 40, kernelSize: 3 }),
    tfl.conv2d({ filters: 40, kernelSize: 3 }),
  ]),
  row(
    ['conv3d', 'conv3d'],
    () => [
      descent.conv3d({ filters: 2, kernelSize: 2, padding: 'same' }),
      tfl.conv3d({ filters: 2, kernelSize: 2, padding: 'same' }),
    ],
    [volumes],
  ),
  row(
    ['conv2dTranspose', 'conv2dTranspose'],
    () => [
      descent.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
      tfl.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
    ],
    [images],
  ),
  row(
    ['conv3dTranspose', 'conv3dTranspose'],
    () => [
      descent.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2, padding: 'same' }),
      tfl.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2, padding: 'same' }),
    ],
    [volumes],
    { of: 'outputs', hasGradients: false },
  ),
  only(
    ['conv3dTranspose', 'conv3dTranspose'],
    'has no gradient, so that it cannot be trained',
    () => [
      descent.conv3dTranspose({ filters: 2, kernelSize: 2 }),
      tfl.conv3dTranspose({ filters: 2, kernelSize: 2 }),
    ],
    volumes,
  ),
  row(
    ['depthwiseConv2d', 'depthwiseConv2d'],
    () => [
      descent.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      tfl.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
    ],
    [images],
  ),
  row(
    ['separableConv2d', 'separableConv2d'],
    () => [
      descent.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
      tfl.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
    ],
    [images],
  ),
  row(['maxPool1d', 'maxPooling1d'], () => [descent.maxPool1d(2), tfl.maxPooling1d({ poolSize: 2 })], [
    series,
  ]),
  row(
    ['maxPool2d', 'maxPooling2d'],
    () => [
      descent.maxPool2d(3, { strides: 2, padding: 'same' }),
      tfl.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    ],
    [images],
  ),
  row(
    ['maxPool3d', 'maxPooling3d'],
    () => [descent.maxPool3d(2), tfl.maxPooling3d({ poolSize: 2 } as never)],
    [volumes],
  ),
  row(
    ['averagePool1d', 'averagePooling1d'],
    () => [descent.averagePool1d(2), tfl.averagePooling1d({ poolSize: 2 })],
    [series],
  ),
  row(
    ['averagePool2d', 'averagePooling2d'],
    () => [descent.averagePool2d(3, { strides: 2 }), tfl.averagePooling2d({ poolSize: 3, strides: 2 })],
    [images],
  ),
  row(['averagePool2d', 'averagePooling2d'], samePools, [images], {
    of: 'same padding, outputs',
    hasGradients: false,
  }),
  row(['averagePool2d', 'averagePooling2d'], samePools, [images], {
    of: 'same padding, gradients',
    differs:
      'with `same` padding the gradient is too small at the edges: padding counts there, and not in the mean',
  }),
  row(
    ['averagePool3d', 'averagePooling3d'],
    () => [descent.averagePool3d(2), tfl.averagePooling3d({ poolSize: 2 } as never)],
    [volumes],
  ),
  row(
    ['globalMaxPool1d', 'globalMaxPooling1d'],
    () => [descent.globalMaxPool1d(), tfl.globalMaxPooling1d()],
    [series],
  ),
  row(
    ['globalMaxPool2d', 'globalMaxPooling2d'],
    () => [descent.globalMaxPool2d(), tfl.globalMaxPooling2d({})],
    [images],
  ),
  row(
    ['globalAveragePool1d', 'globalAveragePooling1d'],
    () => [descent.globalAveragePool1d(), tfl.globalAveragePooling1d()],
    [series],
  ),
  row(
    ['globalAveragePool2d', 'globalAveragePooling2d'],
    () => [descent.globalAveragePool2d(), tfl.globalAveragePooling2d({})],
    [images],
  ),
  row(['zeroPadding2d', 'zeroPadding2d'], () => {
    const sides: [[number, number], [number, number]] = [
      [1, 0],
      [2, 3],
    ];
    return [descent.zeroPadding2d(sides), tfl.zeroPadding2d({ padding: sides })];
  }, [images]),
  row(['cropping2d', 'cropping2D'], () => {
    const sides: [[number, number], [number, number]] = [
      [1, 0],
      [2, 1],
    ];
    return [descent.cropping2d(sides), tfl.cropping2D({ cropping: sides })];
  }, [images]),
  row(
    ['upSampling2d', 'upSampling2d'],
    () => [descent.upSampling2d([2, 3]), tfl.upSampling2d({ size: [2, 3] })],
    [[1, 5, 6, 3]],
  ),
  row(
    ['upSampling2d', 'upSampling2d'],
    () => [descent.upSampling2d(2), tfl.upSampling2d({ size: [2, 2] })],
    [squares],
    { of: 'several images', differs: 'on the CPU the gradient of a batch of several images is wrong' },
  ),
  only(
    ['upSampling2d', 'upSampling2d'],
    'bilinear, there is no gradient on the CPU for images that are not square',
    () => [
      descent.upSampling2d(2, { interpolation: 'bilinear' }),
      tfl.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }),
    ],
    images,
  ),
  row(
    ['upSampling2d', 'upSampling2d'],
    () => [
      descent.upSampling2d(2, { interpolation: 'bilinear' }),
      tfl.upSampling2d({ size: [2, 2], interpolation: 'bilinear' }),
    ],
    [squares],
    {
      of: 'bilinear',
      differs:
        'bilinear takes pixels at their corners, so that the image moves; Keras takes them at their centres',
    },
  ),
];
