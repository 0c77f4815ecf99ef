import {
  checkOptions,
  checkWhole,
  describeValue,
  ShapeError,
  showShape,
  Tensor,
  ValueError,
} from '@descent/core';

/** Options of {@link decodePredictions}. */
export interface DecodeOptions {
  /** Names of the classes by index, as `readClassNames` gives them. */
  readonly classes: readonly string[];
  /** How many for each picture. Default 5. */
  readonly top?: number;
}

/** What a net takes a picture for. */
export interface Prediction {
  /** Index of the class. */
  readonly index: number;
  /** Its name. */
  readonly name: string;
  /** In [0, 1]; the score, where the net gives scores. */
  readonly probability: number;
}

/**
 * The likeliest classes of each picture, the likeliest first; of equal ones that of the lower index.
 *
 * @param probabilities - [pictures, classes], what a net with a softmax gives
 * @throws ShapeError for another shape, and where there are not as many names as classes; ValueError for options out of
 * range
 * @example
 * const classes = await readClassNames('imagenet_classes.json');
 * const [best] = (await decodePredictions(net.predict(x), { classes }))[0];
 * best.name; // 'tabby, tabby cat'
 */
export async function decodePredictions(
  probabilities: Tensor,
  options: DecodeOptions,
): Promise<Prediction[][]> {
  const { classes, top = 5 } = checkOptions('decodePredictions', options, ['classes', 'top']);
  checkWhole('decodePredictions', 'top', top);
  if (!Array.isArray(classes)) {
    throw new ValueError(
      `decodePredictions: classes must be a list of names, got ${describeValue(classes)}`,
      {
        fix: "read them: classes: await readClassNames('imagenet_classes.json')",
      },
    );
  }
  const [count, width, ...rest] = probabilities instanceof Tensor ? probabilities.shape : [];
  if (count === undefined || width === undefined || rest.length > 0) {
    const got =
      probabilities instanceof Tensor ? showShape(probabilities.shape) : describeValue(probabilities);
    throw new ShapeError(`decodePredictions: expects [pictures, classes], got ${got}`, {
      fix: 'give what a net with its top predicts for a batch',
    });
  }
  if (classes.length !== width) {
    throw new ShapeError(`decodePredictions: ${classes.length} names for ${width} classes`, {
      fix: 'give the list that the net was trained with',
    });
  }
  const values = await probabilities.data();
  return Array.from({ length: count }, (_, row) => {
    const scores = values.subarray(row * width, (row + 1) * width);
    const order = Int32Array.from(scores, (_score, index) => index);
    order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
    return Array.from(order.subarray(0, top), (index) => ({
      index,
      name: classes[index] as string,
      probability: scores[index] as number,
    }));
  });
}
