import {
  checkOptions,
  describeValue,
  reverse,
  ShapeError,
  scope,
  showShape,
  Tensor,
  tensor,
  ValueError,
} from '@descent/core';
import { type NetName, type PictureStyle, pictureStyles } from './picture-styles.js';

/** Options of {@link preprocess}. */
export interface PreprocessOptions {
  /** The values of black and white. Default [0, 1], as datasets of this project give them; [0, 255] for bytes. */
  readonly valueRange?: readonly [number, number];
}

/**
 * Prepares pictures as the trained weights of a net expect them.
 *
 * @param net - its name, or a way to prepare: 'symmetric', 'standardized', 'blueFirst'
 * @param pictures - [..., height, width, 3], red, green and blue
 * @returns a tensor of the same shape: for 'symmetric' in [−1, 1], for 'standardized' with mean 0 and deviation 1 over
 * ImageNet, for 'blueFirst' bytes less their means
 * @throws ValueError for an unknown net, ShapeError for pictures without three channels
 * @see Keras' `preprocess_input`, modes 'tf', 'torch' and 'caffe'
 * @example
 * const x = preprocess('mobileNetV1', pictures); // of [0, 1]
 * const y = net.predict(x);
 */
export function preprocess(
  net: NetName | PictureStyle,
  pictures: Tensor,
  options: PreprocessOptions = {},
): Tensor {
  const [black, white] = valueRangeOf(options);
  const style = styleOf(net);
  if (!(pictures instanceof Tensor) || pictures.shape.at(-1) !== 3) {
    const got = pictures instanceof Tensor ? showShape(pictures.shape) : describeValue(pictures);
    throw new ShapeError(`preprocess: expects pictures [..., height, width, 3], got ${got}`, {
      fix: 'decode them with three channels; grey ones: concat([x, x, x], -1)',
    });
  }
  return scope(() => {
    const shares = pictures.sub(black).mul(1 / (white - black)) as Tensor;
    return styles[style](shares);
  });
}

const styles: Readonly<Record<PictureStyle, (shares: Tensor) => Tensor>> = {
  symmetric: (shares) => shares.mul(2).sub(1) as Tensor,
  standardized: (shares) =>
    shares.sub(tensor([0.485, 0.456, 0.406])).div(tensor([0.229, 0.224, 0.225])) as Tensor,
  blueFirst: (shares) => reverse(shares.mul(255), -1).sub(tensor([103.939, 116.779, 123.68])) as Tensor,
};

function styleOf(net: NetName | PictureStyle): PictureStyle {
  if (Object.hasOwn(pictureStyles, net)) return pictureStyles[net as NetName];
  if (Object.hasOwn(styles, net)) return net as PictureStyle;
  throw new ValueError(`preprocess: knows no net or way called ${describeValue(net)}`, {
    fix: `use one of ${[...Object.keys(pictureStyles), ...Object.keys(styles)].join(', ')}`,
  });
}

function valueRangeOf(options: PreprocessOptions): readonly [number, number] {
  const { valueRange = [0, 1] } = checkOptions('preprocess', options, ['valueRange']);
  const isPair = Array.isArray(valueRange) && valueRange.length === 2 && valueRange.every(Number.isFinite);
  if (isPair && valueRange[0] < valueRange[1]) return valueRange;
  throw new ValueError(
    `preprocess: valueRange must be a pair [low, high] with low < high, got ${describeValue(valueRange)}`,
    { fix: 'give [0, 1], [0, 255] or what black and white are' },
  );
}
