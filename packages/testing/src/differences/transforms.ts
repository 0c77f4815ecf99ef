import { because } from '../conformance.js';

/** What TensorFlow.js' Transform does not do on the CPU, by either of its backends. */
export const transforms = {
  ...because(
    'no gradients of Transform',
    'op affineTransform: nearest, constant, the gradient of the images',
    'op affineTransform: nearest, reflect, the gradient of the images',
    'op affineTransform: nearest, wrap, the gradient of the images',
    'op affineTransform: nearest, nearest, the gradient of the images',
    'op affineTransform: nearest, a gradient that is not finite reaches no pixel that was not read',
    'op affineTransform: nearest, its gradient',
    'op affineTransform: bilinear, constant, the gradient of the images',
    'op affineTransform: bilinear, reflect, the gradient of the images',
    'op affineTransform: bilinear, wrap, the gradient of the images',
    'op affineTransform: bilinear, nearest, the gradient of the images',
    'op affineTransform: bilinear, a gradient that is not finite reaches no pixel that was not read',
    'op affineTransform: bilinear, its gradient',
  ),
  ...because(
    'Transform takes one value for all channels',
    'op affineTransform: nearest, a value outside for each channel',
    'op affineTransform: bilinear, a value outside for each channel',
  ),
};
