import { checkOptions } from '@descent/core';
import { averagePool2d, conv2d, dense, flatten } from '@descent/layers';
import { buildNet } from './build-net.js';
import { type NetOf, type NetOptions, netOptionNames, netSettings } from './net-options.js';

/**
 * LeNet-5, which read digits on cheques: two convolutions with averages between them, then three dense layers, with
 * tanh. As everywhere today the second convolution sees all maps of the first, pooling has no weights, and the result is
 * a softmax; the paper connects a part of the maps, has a factor and an offset for each pooled map, and measures
 * distances to drawn digits. Pictures of 28 × 28 get the two cells around them that theirs of 32 × 32 had.
 *
 * @returns the net, from [28, 28, 1] to [10]; without top, to [5, 5, 16]. With `weights` a promise of it
 * @throws ValueError for options out of range; with weights, as `loadWeights`
 * @see LeCun et al., Gradient-based learning applied to document recognition, 1998
 * @example leNet5().parameterCount; // 61706
 */
export function leNet5<const O extends NetOptions = Record<never, never>>(options: O = {} as O): NetOf<O> {
  const op = 'leNet5';
  checkOptions(op, options as NetOptions, netOptionNames);
  const defaults = { inputShape: [28, 28, 1], classes: 10 } as const;
  const { inputShape, classes, includeTop, classifierActivation } = netSettings(op, options, 12, defaults);
  return buildNet(op, inputShape, options, (pictures) => {
    const c1 = conv2d({ filters: 6, kernelSize: 5, padding: 'same', activation: 'tanh', name: 'c1' })(
      pictures,
    );
    const s2 = averagePool2d(2, { name: 's2' })(c1);
    const c3 = conv2d({ filters: 16, kernelSize: 5, activation: 'tanh', name: 'c3' })(s2);
    const s4 = averagePool2d(2, { name: 's4' })(c3);
    if (!includeTop) return s4;
    const c5 = dense(120, { activation: 'tanh', name: 'c5' })(flatten({ name: 'flatten' })(s4));
    const f6 = dense(84, { activation: 'tanh', name: 'f6' })(c5);
    return dense(classes, { activation: classifierActivation, name: 'output' })(f6);
  });
}
