/** A weight of a layer, by our names, and how its axes lie in the file. */
export interface WeightName {
  readonly layer: string;
  /** As in `namedParameters`: 'kernel', 'movingMean'. */
  readonly own: string;
  /** Whether the axes are PyTorch's: [out, in, height, width], and [out, in] of dense layers. */
  readonly isTorch: boolean;
}

/** Names that Keras gives the weights of a layer, and ours. */
const keras: Readonly<Record<string, string>> = {
  depthwise_kernel: 'kernel',
  moving_mean: 'movingMean',
  moving_variance: 'movingVariance',
};

/** Names that PyTorch gives those of a normalization, and ours. */
const torchNormalization: Readonly<Record<string, string>> = {
  weight: 'gamma',
  bias: 'beta',
  running_mean: 'movingMean',
  running_var: 'movingVariance',
};

/**
 * What a weight's name in a file means: ours and those of TensorFlow.js (`conv1/kernel`), of Keras' files
 * (`conv1/conv1/kernel:0`), and of PyTorch's (`layer1.0.conv1.weight`).
 *
 * @param isNormalization - of a layer, by name
 * @returns undefined for what is no weight of a net, such as PyTorch's count of batches
 */
export function weightName(
  name: string,
  isNormalization: (layer: string) => boolean,
): WeightName | undefined {
  const plain = name.replace(/:0$/, '');
  const [slash, dot] = [plain.lastIndexOf('/'), plain.lastIndexOf('.')];
  if (slash > 0) {
    const own = plain.slice(slash + 1);
    const layer = plain.slice(0, plain.indexOf('/'));
    return { layer, own: keras[own] ?? own, isTorch: false };
  }
  const [layer, own] = [plain.slice(0, Math.max(0, dot)), plain.slice(dot + 1)];
  if (own === 'num_batches_tracked') return undefined;
  if (isNormalization(layer)) return { layer, own: torchNormalization[own] ?? own, isTorch: true };
  return { layer, own: own === 'weight' ? 'kernel' : own, isTorch: true };
}
