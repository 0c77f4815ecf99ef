import type { Shape } from '@descent/core';
import * as descent from '@descent/layers';
import { layers as tfl } from '@tensorflow/tfjs-layers';
import type { Comparison } from './comparison.js';
import { normalKernel, only, row, start } from './layer-row.js';

const series: Shape = [2, 5, 3];
const images: Shape = [2, 5, 6, 3];
const pair: readonly Shape[] = [
  [2, 3, 4],
  [2, 3, 4],
];

/** Other layers that both have. */
export const plainRows: readonly Comparison[] = [
  row(
    ['dense', 'dense'],
    () => [descent.dense(4, { activation: 'tanh' }), tfl.dense({ units: 4, activation: 'tanh' })],
    [[2, 3]],
  ),
  row(['dense', 'dense'], () => [descent.dense(4), tfl.dense({ units: 4 })], [[2, 5, 3]], { of: 'series' }),
  start(['dense', 'dense'], normalKernel, [100], () => [descent.dense(50), tfl.dense({ units: 50 })]),
  row(
    ['embedding', 'embedding'],
    () => [descent.embedding(6, 3), tfl.embedding({ inputDim: 6, outputDim: 3 })],
    [[2, 4]],
    { classes: 6 },
  ),
  row(
    ['activation', 'activation'],
    () => [descent.activation('relu'), tfl.activation({ activation: 'relu' })],
    [[2, 7]],
  ),
  row(['flatten', 'flatten'], () => [descent.flatten(), tfl.flatten()], [images]),
  row(['reshape', 'reshape'], () => [descent.reshape([3, -1]), tfl.reshape({ targetShape: [3, -1] })], [
    images,
  ]),
  row(['permute', 'permute'], () => [descent.permute([3, 1, 2]), tfl.permute({ dims: [3, 1, 2] })], [images]),
  row(['repeatVector', 'repeatVector'], () => [descent.repeatVector(3), tfl.repeatVector({ n: 3 })], [
    [2, 4],
  ]),
  row(['rescaling', 'rescaling'], () => [descent.rescaling(2, -1), tfl.rescaling({ scale: 2, offset: -1 })], [
    [2, 4],
  ]),
  row(['dropout', 'dropout'], () => [descent.dropout(0.5), tfl.dropout({ rate: 0.5 })], [[2, 9]], {
    of: 'not training',
  }),
  row(
    ['spatialDropout1d', 'spatialDropout1d'],
    () => [descent.spatialDropout1d(0.5), tfl.spatialDropout1d({ rate: 0.5 })],
    [series],
    { of: 'not training' },
  ),
  row(
    ['gaussianNoise', 'gaussianNoise'],
    () => [descent.gaussianNoise(0.5), tfl.gaussianNoise({ stddev: 0.5 })],
    [[2, 9]],
    { of: 'not training' },
  ),
  row(
    ['gaussianDropout', 'gaussianDropout'],
    () => [descent.gaussianDropout(0.5), tfl.gaussianDropout({ rate: 0.5 })],
    [[2, 9]],
    { of: 'not training' },
  ),
  row(
    ['alphaDropout', 'alphaDropout'],
    () => [descent.alphaDropout(0.5), tfl.alphaDropout({ rate: 0.5 })],
    [[2, 9]],
    { of: 'not training' },
  ),
  row(['relu', 'reLU'], () => [descent.relu({ maxValue: 0.5 }), tfl.reLU({ maxValue: 0.5 })], [[2, 9]]),
  row(['leakyRelu', 'leakyReLU'], () => [descent.leakyRelu(), tfl.leakyReLU()], [[2, 9]]),
  row(['prelu', 'prelu'], () => [descent.prelu(), tfl.prelu()], [[2, 9]]),
  row(
    ['prelu', 'prelu'],
    () => [descent.prelu({ sharedAxes: [1] }), tfl.prelu({ sharedAxes: [1] })],
    [series],
    { of: 'shared axes' },
  ),
  row(['elu', 'elu'], () => [descent.elu(), tfl.elu()], [[2, 9]]),
  row(['softmax', 'softmax'], () => [descent.softmax({ axis: -1 }), tfl.softmax({ axis: -1 })], [series]),
  row(['softmax', 'softmax'], () => [descent.softmax(), tfl.softmax()], [[2, 9]], {
    of: 'the axis that is not given',
  }),
  only(
    ['softmax', 'softmax'],
    'goes along the last axis alone, but `axis` is 1 unless given, Keras’ −1: of series it fails',
    () => [descent.softmax(), tfl.softmax()],
    series,
  ),
  row(['add', 'add'], () => [descent.add(), tfl.add()], pair),
  row(['multiply', 'multiply'], () => [descent.multiply(), tfl.multiply()], pair),
  row(['average', 'average'], () => [descent.average(), tfl.average()], pair),
  row(['maximum', 'maximum'], () => [descent.maximum(), tfl.maximum()], pair),
  row(['minimum', 'minimum'], () => [descent.minimum(), tfl.minimum()], pair),
  row(
    ['concatenate', 'concatenate'],
    () => [descent.concatenate({ axis: 1 }), tfl.concatenate({ axis: 1 })],
    pair,
  ),
  row(
    ['dot', 'dot'],
    () => [descent.dot({ axes: 1, normalize: true }), tfl.dot({ axes: 1, normalize: true })],
    [
      [2, 4],
      [2, 4],
    ],
  ),
  row(['batchNorm', 'batchNormalization'], () => [descent.batchNorm(), tfl.batchNormalization()], [images], {
    relative: 1e-4,
  }),
  row(
    ['batchNorm', 'batchNormalization'],
    () => [
      descent.batchNorm({ momentum: 0.9, epsilon: 0.01 }),
      tfl.batchNormalization({ momentum: 0.9, epsilon: 0.01 }),
    ],
    [images],
    { of: 'training, with the moving averages that it leaves', isTraining: true, relative: 1e-4 },
  ),
  row(['layerNorm', 'layerNormalization'], () => [descent.layerNorm(), tfl.layerNormalization()], [series], {
    relative: 1e-4,
  }),
];
