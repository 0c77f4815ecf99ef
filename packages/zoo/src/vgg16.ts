import { checkOptions } from '@descent/core';
import { conv2d, dense, flatten, maxPool2d } from '@descent/layers';
import { buildNet, type Features } from './build-net.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/** Filters, and how many convolutions. */
const stages = [
  [64, 2],
  [128, 2],
  [256, 3],
  [512, 3],
  [512, 3],
] as const;

/**
 * VGG-16: nothing but 3 × 3 convolutions and pooling, then three dense layers, which hold nine tenths of its 553 MB of
 * weights. Layers and their names are those of Keras' `VGG16`, whose weights fit.
 *
 * @returns the net, from [height, width, 3] to [classes]; without top, to [height / 32, width / 32, 512]. With `weights`
 * a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition, arXiv:1409.1556,
 * configuration D
 * @example vgg16().parameterCount; // 138357544
 */
export function vgg16<const O extends NetOptions = Record<never, never>>(options: O = {} as O): NetOf<O> {
  const op = 'vgg16';
  checkOptions(op, options as NetOptions, netOptionNames);
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 32);
  return buildNet(op, inputShape, options, (pictures) => {
    let x = pictures;
    for (const [stage, [filters, count]] of stages.entries()) {
      const name = `block${stage + 1}`;
      for (let i = 1; i <= count; i++) {
        const own = { padding: 'same', activation: 'relu', name: `${name}_conv${i}` } as const;
        x = conv2d({ filters, kernelSize: 3, ...own })(x) as Features;
      }
      x = maxPool2d(2, { name: `${name}_pool` })(x);
    }
    if (!includeTop) return x;
    const flat = flatten({ name: 'flatten' })(x);
    const first = dense(4096, { activation: 'relu', name: 'fc1' })(flat);
    const second = dense(4096, { activation: 'relu', name: 'fc2' })(first);
    return dense(classes, { activation: classifierActivation, name: 'predictions' })(second);
  });
}
