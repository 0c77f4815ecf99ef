import { checkOptions, describeValue, ValueError } from '@descent/core';
import {
  activation,
  concatenate,
  conv2d,
  dropout,
  globalAveragePool2d,
  maxPool2d,
  zeroPadding2d,
} from '@descent/layers';
import { buildNet, type Features } from './build-net.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/** Options of {@link squeezeNet}. */
export interface SqueezeNetOptions extends NetOptions {
  /** '1.1' (default) pools earlier than the paper's '1.0', and computes 2.4 times less at the same accuracy. */
  readonly version?: '1.0' | '1.1' | undefined;
  /** Of the dropout before the classifier. Default 0.5. */
  readonly dropout?: number | undefined;
}

/** What follows the first convolution: filters of the narrow and of each wide half of a fire module, or a pooling. */
const versions = {
  '1.0': {
    first: { filters: 96, kernelSize: 7 },
    rest: ['pool', 16, 16, 32, 'pool', 32, 48, 48, 64, 'pool', 64],
  },
  '1.1': {
    first: { filters: 64, kernelSize: 3 },
    rest: ['pool', 16, 16, 'pool', 32, 32, 'pool', 48, 48, 64, 64],
  },
} as const;

/**
 * SqueezeNet: fire modules, which squeeze channels with 1 × 1 convolutions before they widen them again with 1 × 1 and
 * 3 × 3 ones. It is as exact as AlexNet with 50 times fewer weights. Layers and their names are those of torchvision's
 * `squeezenet1_0` and `squeezenet1_1`, whose weights fit. Scores become probabilities by default; with
 * `classifierActivation: 'linear'` they are logits, as in torchvision.
 *
 * @returns the net, from [height, width, 3] to [classes]; without top, to 13 × 13 features of 512 for 224 × 224 pixels.
 * With `weights` a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and < 0.5 MB model size,
 * arXiv:1602.07360
 * @example squeezeNet().parameterCount; // 1235496
 */
export function squeezeNet<const O extends SqueezeNetOptions = Record<never, never>>(
  options: O = {} as O,
): NetOf<O> {
  const op = 'squeezeNet';
  checkOptions(op, options as SqueezeNetOptions, [...netOptionNames, 'version', 'dropout']);
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 32);
  const { version = '1.1', dropout: rate = 0.5 } = options;
  if (!Object.hasOwn(versions, version)) {
    throw new ValueError(`${op}: version must be '1.0' or '1.1', got ${describeValue(version)}`);
  }
  const { first, rest } = versions[version];
  return buildNet(op, inputShape, options, (pictures) => {
    let x: Features = conv2d({ ...first, strides: 2, ...initial, name: 'features.0' })(pictures) as Features;
    // torchvision counts the activation behind the first convolution as features.1.
    for (const [i, part] of rest.entries()) {
      const name = `features.${i + 2}`;
      x = part === 'pool' ? pooled(x, name) : fire(x, name, part, 4 * part);
    }
    if (!includeTop) return x;
    const dropped = dropout(rate, { name: 'classifier.0' })(x);
    const scores = conv2d({ filters: classes, kernelSize: 1, ...initial, name: 'classifier.1' })(dropped);
    const means = globalAveragePool2d({ name: 'classifier.3' })(scores);
    return classifierActivation === 'linear' ? means : activation('softmax', { name: 'predictions' })(means);
  });
}

const initial = { activation: 'relu', kernelInitializer: 'heUniform' } as const;

/** Squeezes, and widens in two ways. */
function fire(x: Features, name: string, narrow: number, wide: number): Features {
  const squeezed = conv2d({ filters: narrow, kernelSize: 1, ...initial, name: `${name}.squeeze` })(x);
  const single = conv2d({ filters: wide, kernelSize: 1, ...initial, name: `${name}.expand1x1` })(squeezed);
  const around = { kernelSize: 3, padding: 'same', name: `${name}.expand3x3` } as const;
  const threefold = conv2d({ filters: wide, ...initial, ...around })(squeezed);
  return concatenate({ name })([single, threefold]) as Features;
}

/**
 * The largest of 3 × 3 cells, every second: where the last window reaches out of the picture it counts, as with
 * PyTorch's `ceil_mode`. What it reaches is 0, and nothing here lies below.
 */
function pooled(x: Features, name: string): Features {
  const [bottom, right] = [1 - (x.shape[0] % 2), 1 - (x.shape[1] % 2)] as const;
  if (bottom !== right) {
    const sides = [
      [0, bottom],
      [0, right],
    ] as const;
    return maxPool2d(3, { strides: 2, name })(zeroPadding2d(sides, { name: `${name}.pad` })(x) as Features);
  }
  return maxPool2d(3, { strides: 2, padding: bottom ? 'same' : 'valid', name })(x) as Features;
}
