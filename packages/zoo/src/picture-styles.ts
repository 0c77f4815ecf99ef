/** How a net wants its pictures, by its name in code. */
export const pictureStyles = {
  mobileNetV1: 'symmetric',
  mobileNetV2: 'symmetric',
  resNet18: 'standardized',
  resNet50: 'blueFirst',
  vgg16: 'blueFirst',
  squeezeNet: 'standardized',
} as const;

/** A net whose trained weights expect pictures to be prepared, by its name in code. */
export type NetName = keyof typeof pictureStyles;

/**
 * A way to prepare pictures: 'symmetric' spreads them over [−1, 1], as TensorFlow's nets have it; 'standardized' makes
 * mean 0 and deviation 1 of each channel over ImageNet, as PyTorch's; 'blueFirst' takes bytes, blue before green and red,
 * less the means of ImageNet, as Caffe's.
 */
export type PictureStyle = (typeof pictureStyles)[NetName];
