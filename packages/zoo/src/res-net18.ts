import { checkOptions } from '@descent/core';
import {
  activation,
  add,
  batchNorm,
  conv2d,
  dense,
  globalAveragePool2d,
  maxPool2d,
  relu,
} from '@descent/layers';
import { buildNet, type Features } from './build-net.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/** Filters of the four stages of two blocks. */
const stages = [64, 128, 256, 512] as const;

/**
 * ResNet-18: blocks of two convolutions, each with a shortcut around it. Layers and their names are those of
 * torchvision's `resnet18`, whose weights fit; its normalization, too: ε 1e-5, momentum 0.9. Scores become
 * probabilities by default; with `classifierActivation: 'linear'` they are logits, as in torchvision.
 *
 * @returns the net, from [height, width, 3] to [classes]; without top, to [height / 32, width / 32, 512]. With `weights`
 * a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see He et al., Deep residual learning for image recognition, arXiv:1512.03385
 * @example
 * const net = resNet18();
 * net.parameterCount; // 11699112, of which 11689512 are trained
 */
export function resNet18<const O extends NetOptions = Record<never, never>>(options: O = {} as O): NetOf<O> {
  const op = 'resNet18';
  checkOptions(op, options as NetOptions, netOptionNames);
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 32);
  return buildNet(op, inputShape, options, (pictures) => {
    let x = convolution(pictures, 64, 7, 2, 'conv1');
    x = normalized(x, 'bn1');
    x = relu({ name: 'relu' })(x);
    x = maxPool2d(3, { strides: 2, padding: 1, name: 'maxpool' })(x);
    for (const [i, filters] of stages.entries()) {
      x = basicBlock(x, `layer${i + 1}.0`, filters, i === 0 ? 1 : 2);
      x = basicBlock(x, `layer${i + 1}.1`, filters, 1);
    }
    if (!includeTop) return x;
    const scores = dense(classes, { name: 'fc' })(globalAveragePool2d({ name: 'avgpool' })(x));
    return classifierActivation === 'linear'
      ? scores
      : activation('softmax', { name: 'predictions' })(scores);
  });
}

/** Two convolutions, and a shortcut around them, which has one where the shape changes. */
function basicBlock(before: Features, name: string, filters: number, strides: 1 | 2): Features {
  let x = convolution(before, filters, 3, strides, `${name}.conv1`);
  x = normalized(x, `${name}.bn1`);
  x = relu({ name: `${name}.relu` })(x);
  x = convolution(x, filters, 3, 1, `${name}.conv2`);
  x = normalized(x, `${name}.bn2`);
  let shortcut = before;
  if (strides === 2) {
    shortcut = convolution(shortcut, filters, 1, strides, `${name}.downsample.0`);
    shortcut = normalized(shortcut, `${name}.downsample.1`);
  }
  x = add({ name: `${name}.add` })([x, shortcut]) as Features;
  return relu({ name })(x);
}

/** A convolution whose padding is the same on all sides, as PyTorch counts it. */
function convolution(
  x: Features,
  filters: number,
  kernelSize: number,
  strides: number,
  name: string,
): Features {
  const padding = (kernelSize - 1) / 2;
  const initial = { kernelInitializer: 'heNormal', useBias: false } as const;
  return conv2d({ filters, kernelSize, strides, padding, ...initial, name })(x) as Features;
}

function normalized(x: Features, name: string): Features {
  return batchNorm({ epsilon: 1e-5, momentum: 0.9, name })(x);
}
