import { checkOptions } from '@descent/core';
import {
  activation,
  add,
  batchNorm,
  conv2d,
  dense,
  globalAveragePool2d,
  maxPool2d,
  zeroPadding2d,
} from '@descent/layers';
import { buildNet, type Features } from './build-net.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/** Filters, and how many blocks. */
const stages = [
  [64, 3],
  [128, 4],
  [256, 6],
  [512, 3],
] as const;

/**
 * ResNet-50: blocks of three convolutions, narrow in the middle, each with a shortcut around it, so that gradients
 * reach the first of 50 layers. Layers and their names are those of Keras' `ResNet50`, whose weights fit; a block halves
 * the picture in its first convolution, as the paper has it and PyTorch has not.
 *
 * @returns the net, from [height, width, 3] to [classes]; without top, to [height / 32, width / 32, 2048]. With
 * `weights` a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see He et al., Deep residual learning for image recognition, arXiv:1512.03385
 * @example resNet50().parameterCount; // 25636712
 */
export function resNet50<const O extends NetOptions = Record<never, never>>(options: O = {} as O): NetOf<O> {
  const op = 'resNet50';
  checkOptions(op, options as NetOptions, netOptionNames);
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 32);
  return buildNet(op, inputShape, options, (pictures) => {
    let x: Features = zeroPadding2d(3, { name: 'conv1_pad' })(pictures);
    x = conv2d({ filters: 64, kernelSize: 7, strides: 2, name: 'conv1_conv' })(x);
    x = normalized(x, 'conv1_bn');
    x = activation('relu', { name: 'conv1_relu' })(x);
    x = zeroPadding2d(1, { name: 'pool1_pad' })(x);
    x = maxPool2d(3, { strides: 2, name: 'pool1_pool' })(x);
    for (const [stage, [filters, count]] of stages.entries()) {
      for (let i = 0; i < count; i++) {
        const strides = stage > 0 && i === 0 ? 2 : 1;
        x = bottleneckBlock(x, `conv${stage + 2}_block${i + 1}`, filters, strides, i === 0);
      }
    }
    if (!includeTop) return x;
    const pooled = globalAveragePool2d({ name: 'avg_pool' })(x);
    return dense(classes, { activation: classifierActivation, name: 'predictions' })(pooled);
  });
}

/** Three convolutions, and a shortcut around them, which has one where the shape changes. */
function bottleneckBlock(
  before: Features,
  name: string,
  filters: number,
  strides: 1 | 2,
  changes: boolean,
): Features {
  let shortcut = before;
  if (changes) {
    shortcut = conv2d({ filters: 4 * filters, kernelSize: 1, strides, name: `${name}_0_conv` })(shortcut);
    shortcut = normalized(shortcut, `${name}_0_bn`);
  }
  let x: Features = conv2d({ filters, kernelSize: 1, strides, name: `${name}_1_conv` })(before);
  x = normalized(x, `${name}_1_bn`);
  x = activation('relu', { name: `${name}_1_relu` })(x);
  x = conv2d({ filters, kernelSize: 3, padding: 'same', name: `${name}_2_conv` })(x);
  x = normalized(x, `${name}_2_bn`);
  x = activation('relu', { name: `${name}_2_relu` })(x);
  x = conv2d({ filters: 4 * filters, kernelSize: 1, name: `${name}_3_conv` })(x);
  x = normalized(x, `${name}_3_bn`);
  x = add({ name: `${name}_add` })([shortcut, x]) as Features;
  return activation('relu', { name: `${name}_out` })(x);
}

function normalized(x: Features, name: string): Features {
  return batchNorm({ epsilon: 1.001e-5, name })(x);
}
