import { checkOptions } from '@descent/core';
import {
  activation,
  batchNorm,
  conv2d,
  depthwiseConv2d,
  dropout,
  globalAveragePool2d,
  relu,
  reshape,
  zeroPadding2d,
} from '@descent/layers';
import { buildNet, type Features } from './build-net.js';
import { checkAlpha } from './check-alpha.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/** Options of {@link mobileNetV1}. */
export interface MobileNetV1Options extends NetOptions {
  /** The width: how many filters each layer has, as a share of the paper's. Default 1. */
  readonly alpha?: number | undefined;
  /** Of the dropout before the classifier. Default 0.001. */
  readonly dropout?: number | undefined;
}

/** Filters of the pointwise convolutions, and strides of the depthwise ones before them. */
const blocks = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
] as const;

/**
 * MobileNet: convolutions in two steps, over each channel by itself and then over the channels of each pixel, so that
 * it computes a tenth of what others do. Layers and their names are those of Keras' `MobileNet`, whose weights fit.
 *
 * @returns the net, from [height, width, 3] to [classes]; without top, to [height / 32, width / 32, 1024 alpha]. With
 * `weights` a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications,
 * arXiv:1704.04861, table 1
 * @example
 * const net = mobileNetV1({ alpha: 0.25 });
 * net.parameterCount; // 475544
 */
export function mobileNetV1<const O extends MobileNetV1Options = Record<never, never>>(
  options: O = {} as O,
): NetOf<O> {
  const op = 'mobileNetV1';
  checkOptions(op, options as MobileNetV1Options, [...netOptionNames, 'alpha', 'dropout']);
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 32);
  const { alpha = 1, dropout: rate = 1e-3 } = options;
  checkAlpha(op, alpha);
  const widthOf = (filters: number): number => Math.max(1, Math.trunc(filters * alpha));
  return buildNet(op, inputShape, options, (pictures) => {
    let x: Features = conv2d({
      filters: widthOf(32),
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      useBias: false,
      name: 'conv1',
    })(pictures);
    x = batchNorm({ name: 'conv1_bn' })(x);
    x = relu({ maxValue: 6, name: 'conv1_relu' })(x);
    for (const [i, [filters, strides]] of blocks.entries()) x = block(x, i + 1, widthOf(filters), strides);
    if (!includeTop) return x;
    const means = globalAveragePool2d({ name: 'global_average_pooling2d' })(x);
    // As Keras 2 has it: TensorFlow.js cannot keep the axes.
    const cell: Features = reshape([1, 1, widthOf(1024)], { name: 'reshape_1' })(means);
    const pooled = dropout(rate, { name: 'dropout' })(cell);
    const scores = conv2d({ filters: classes, kernelSize: 1, padding: 'same', name: 'conv_preds' })(pooled);
    return activation(classifierActivation, { name: 'predictions' })(
      reshape([classes], { name: 'reshape_2' })(scores),
    );
  });
}

/** A convolution over each channel, and one over the channels of each pixel. */
function block(before: Features, index: number, filters: number, strides: 1 | 2): Features {
  const [depthwise, pointwise] = [`conv_dw_${index}`, `conv_pw_${index}`];
  let x = before;
  if (strides === 2) {
    x = zeroPadding2d(
      [
        [0, 1],
        [0, 1],
      ],
      { name: `conv_pad_${index}` },
    )(x);
  }
  x = depthwiseConv2d({
    kernelSize: 3,
    strides,
    padding: strides === 1 ? 'same' : 'valid',
    useBias: false,
    name: depthwise,
  })(x) as Features;
  x = batchNorm({ name: `${depthwise}_bn` })(x);
  x = relu({ maxValue: 6, name: `${depthwise}_relu` })(x);
  x = conv2d({ filters, kernelSize: 1, padding: 'same', useBias: false, name: pointwise })(x);
  x = batchNorm({ name: `${pointwise}_bn` })(x);
  return relu({ maxValue: 6, name: `${pointwise}_relu` })(x);
}
