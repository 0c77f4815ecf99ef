import { describeValue, ShapeError, showShape, Tensor, ValueError } from '@descent/core';

/** Classes: their indices, or a row of scores for each example. */
export type ClassSource = Tensor | ArrayLike<number>;

/**
 * What is right and what was answered, as class indices.
 * @throws ValueError for what are no classes, ShapeError for unequal numbers
 */
export async function classesOf(
  op: string,
  labels: ClassSource,
  predictions: ClassSource,
  threshold: number,
): Promise<readonly [right: readonly number[], answered: readonly number[]]> {
  const [right, answered] = [
    await indicesOf(op, 'labels', labels, 0.5),
    await indicesOf(op, 'predictions', predictions, threshold),
  ];
  if (right.length !== answered.length) {
    throw new ShapeError(`${op}: ${right.length} labels for ${answered.length} predictions`);
  }
  return [right, answered];
}

/** Class indices from indices or rows of scores. */
export async function indicesOf(
  op: string,
  name: string,
  source: ClassSource,
  threshold: number,
): Promise<readonly number[]> {
  if (source instanceof Tensor && source.rank === 2) {
    const [count, size] = source.shape as readonly [number, number];
    const values = await source.data();
    return Array.from({ length: count }, (_, i) => {
      const row = values.subarray(i * size, (i + 1) * size);
      return size === 1 ? Number((row[0] as number) > threshold) : largestOf(row);
    });
  }
  if (source instanceof Tensor && source.rank !== 1) {
    throw new ShapeError(
      `${op}: ${name} must be [examples] or [examples, classes], got ${showShape(source.shape)}`,
    );
  }
  if (!(source instanceof Tensor) && typeof source?.length !== 'number') {
    throw new ValueError(
      `${op}: ${name} must be a tensor or a list of class indices, got ${describeValue(source)}`,
    );
  }
  const indices = Array.from(source instanceof Tensor ? await source.data() : source);
  const bad = indices.find((each) => !Number.isInteger(each) || each < 0);
  if (bad === undefined) return indices;
  throw new ValueError(`${op}: ${name} must be class indices, whole numbers ≥ 0, got ${describeValue(bad)}`, {
    code: 'E_INDEX',
    fix: 'for probabilities of yes give a tensor [examples, 1]',
  });
}

/** The place of the largest value, the first of equal ones; NaN is never the largest. */
export function largestOf(row: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) {
    const [value, most] = [row[i] as number, row[best] as number];
    if (value > most || (Number.isNaN(most) && !Number.isNaN(value))) best = i;
  }
  return best;
}
