import { checkOptions } from '@descent/core';
import {
  add,
  batchNorm,
  conv2d,
  dense,
  depthwiseConv2d,
  globalAveragePool2d,
  relu,
  zeroPadding2d,
} from '@descent/layers';
import { buildNet, type Features } from './build-net.js';
import { checkAlpha } from './check-alpha.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/** Options of {@link mobileNetV2}. */
export interface MobileNetV2Options extends NetOptions {
  /** The width: how many filters each layer has, as a share of the paper's. Default 1. */
  readonly alpha?: number | undefined;
}

/** Table 2 of the paper: expansion, filters, how many blocks, strides of the first. */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * MobileNetV2: blocks that widen, convolve each channel by itself, and narrow without an activation, with a shortcut
 * from narrow to narrow. Layers and their names are those of Keras' `MobileNetV2`, whose weights fit.
 *
 * @returns the net, from [height, width, 3] to [classes]; without top, to [height / 32, width / 32, 1280]. With
 * `weights` a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see Sandler et al., MobileNetV2: inverted residuals and linear bottlenecks, arXiv:1801.04381
 * @example mobileNetV2().parameterCount; // 3538984
 */
export function mobileNetV2<const O extends MobileNetV2Options = Record<never, never>>(
  options: O = {} as O,
): NetOf<O> {
  const op = 'mobileNetV2';
  checkOptions(op, options as MobileNetV2Options, [...netOptionNames, 'alpha']);
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 32);
  const { alpha = 1 } = options;
  checkAlpha(op, alpha);
  return buildNet(op, inputShape, options, (pictures) => {
    let x: Features = conv2d({
      filters: inEights(32 * alpha),
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      useBias: false,
      name: 'Conv1',
    })(pictures);
    x = normalized(x, 'bn_Conv1');
    x = relu({ maxValue: 6, name: 'Conv1_relu' })(x);
    let index = 0;
    for (const [expansion, filters, count, first] of stages) {
      for (let i = 0; i < count; i++) {
        const width = inEights(Math.trunc(filters * alpha));
        x = invertedResidual(x, index++, expansion, width, i === 0 ? first : 1);
      }
    }
    const last = alpha > 1 ? inEights(1280 * alpha) : 1280;
    x = conv2d({ filters: last, kernelSize: 1, useBias: false, name: 'Conv_1' })(x);
    x = normalized(x, 'Conv_1_bn');
    x = relu({ maxValue: 6, name: 'out_relu' })(x);
    if (!includeTop) return x;
    const pooled = globalAveragePool2d({ name: 'global_average_pooling2d' })(x);
    return dense(classes, { activation: classifierActivation, name: 'predictions' })(pooled);
  });
}

/** Widens, convolves and narrows; the narrow ends are added where they have one shape. */
function invertedResidual(
  before: Features,
  index: number,
  expansion: number,
  filters: number,
  strides: 1 | 2,
): Features {
  const name = index === 0 ? 'expanded_conv' : `block_${index}`;
  const [height, width, channels] = before.shape;
  let x = before;
  if (expansion > 1) {
    const wide = expansion * channels;
    x = conv2d({ filters: wide, kernelSize: 1, padding: 'same', useBias: false, name: `${name}_expand` })(x);
    x = normalized(x, `${name}_expand_BN`);
    x = relu({ maxValue: 6, name: `${name}_expand_relu` })(x);
  }
  if (strides === 2) {
    // As TensorFlow pads with 'same': the odd cell at the end.
    const sides = [
      [height % 2, 1],
      [width % 2, 1],
    ] as const;
    x = zeroPadding2d(sides, { name: `${name}_pad` })(x) as Features;
  }
  x = depthwiseConv2d({
    kernelSize: 3,
    strides,
    padding: strides === 1 ? 'same' : 'valid',
    useBias: false,
    name: `${name}_depthwise`,
  })(x) as Features;
  x = normalized(x, `${name}_depthwise_BN`);
  x = relu({ maxValue: 6, name: `${name}_depthwise_relu` })(x);
  x = conv2d({ filters, kernelSize: 1, padding: 'same', useBias: false, name: `${name}_project` })(x);
  x = normalized(x, `${name}_project_BN`);
  return channels === filters && strides === 1 ? (add({ name: `${name}_add` })([before, x]) as Features) : x;
}

function normalized(x: Features, name: string): Features {
  return batchNorm({ epsilon: 1e-3, momentum: 0.999, name })(x);
}

/** The multiple of 8 that is nearest, but not below 9/10 of it. */
function inEights(filters: number): number {
  const nearest = Math.max(8, Math.floor((filters + 4) / 8) * 8);
  return nearest < 0.9 * filters ? nearest + 8 : nearest;
}
