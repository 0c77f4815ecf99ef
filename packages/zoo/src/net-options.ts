import { checkBooleans, checkWhole, describeValue, type Shape, ValueError } from '@descent/core';
import type { Model } from '@descent/layers';
import type { WeightSource } from './weights/weight-source.js';

/** [height, width, channels] of a picture, or of a map of features. */
export type ImageShape = readonly [number, number, number];

/** Options of every net. */
export interface NetOptions {
  /** [height, width, channels] of one picture. Default [224, 224, 3]; of LeNet-5 [28, 28, 1]. */
  readonly inputShape?: ImageShape | undefined;
  /** How many classes it tells apart. Default 1000, as ImageNet has; of LeNet-5 10. */
  readonly classes?: number | undefined;
  /** False leaves out what makes classes of the last features. Default true. */
  readonly includeTop?: boolean | undefined;
  /** What becomes of the scores: 'softmax' (default) makes them probabilities, 'linear' leaves them as logits. */
  readonly classifierActivation?: 'softmax' | 'linear' | undefined;
  /** Trained weights. With them the net comes as a promise. Default: initial ones, by `seed`. */
  readonly weights?: WeightSource | undefined;
  /** Determines the initial weights. Default 0. */
  readonly seed?: number | undefined;
  /** Inside another model. */
  readonly name?: string | undefined;
}

/** The net that options make: of its kind of result, and as a promise where weights are read. */
export type NetOf<O extends NetOptions> = O extends { readonly weights: WeightSource }
  ? Promise<BuiltNet<O>>
  : BuiltNet<O>;

/** The net itself. */
export type BuiltNet<O extends NetOptions> = Model<
  ImageShape,
  O extends { readonly includeTop: infer T }
    ? [T] extends [true | undefined]
      ? readonly [number]
      : [T] extends [false]
        ? ImageShape
        : Shape
    : readonly [number]
>;

/** Options of a net, checked, with what stands for those that were left out. */
export interface NetSettings {
  readonly inputShape: ImageShape;
  readonly classes: number;
  readonly includeTop: boolean;
  readonly classifierActivation: 'softmax' | 'linear';
}

/**
 * Checks the options that all nets share.
 * @param least - how many pixels high and wide a picture is at least
 * @throws ValueError
 */
export function netSettings(
  op: string,
  options: NetOptions,
  least: number,
  defaults: { readonly inputShape: ImageShape; readonly classes: number } = imageNet,
): NetSettings {
  const { inputShape = defaults.inputShape, classes = defaults.classes } = options;
  const { includeTop = true, classifierActivation = 'softmax' } = options;
  checkBooleans(op, { includeTop }, 'includeTop');
  checkWhole(op, 'classes', classes);
  const isImage = Array.isArray(inputShape) && inputShape.length === 3;
  if (!isImage || !inputShape.every((n) => Number.isSafeInteger(n) && n >= 1)) {
    throw new ValueError(
      `${op}: inputShape must be [height, width, channels], got ${describeValue(inputShape)}`,
      { fix: `for example [${defaults.inputShape.join(', ')}]` },
    );
  }
  if (inputShape[0] < least || inputShape[1] < least) {
    throw new ValueError(
      `${op}: pictures must be at least ${least} × ${least}, inputShape is [${inputShape.join(', ')}]`,
      { fix: `scale them: [${defaults.inputShape.join(', ')}] is what its weights were trained on` },
    );
  }
  if (classifierActivation !== 'softmax' && classifierActivation !== 'linear') {
    throw new ValueError(
      `${op}: classifierActivation must be 'softmax' or 'linear', got ${describeValue(classifierActivation)}`,
    );
  }
  return { inputShape, classes, includeTop, classifierActivation };
}

/** Names of {@link NetOptions}. */
export const netOptionNames = [
  ...(['inputShape', 'classes', 'includeTop', 'classifierActivation', 'weights', 'seed', 'name'] as const),
] as const satisfies readonly (keyof NetOptions)[];

const imageNet = { inputShape: [224, 224, 3], classes: 1000 } as const;
