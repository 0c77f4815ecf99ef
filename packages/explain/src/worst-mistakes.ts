import {
  checkOptions,
  checkWhole,
  describeValue,
  ShapeError,
  showShape,
  Tensor,
  ValueError,
} from '@descent/core';
import { type ClassSource, indicesOf, largestOf } from './classes-of.js';

/** Options of {@link worstMistakes}. */
export interface WorstMistakesOptions {
  /** How many at most. Default 20. */
  readonly count?: number;
  /** What the scores are. Default 'logits'. */
  readonly scores?: 'logits' | 'probabilities';
  /** True for right answers too, as long as their loss is among the largest. Default false. */
  readonly all?: boolean;
}

/** An example that a net got wrong. */
export interface Mistake {
  /** Its place. */
  readonly index: number;
  /** What is right. */
  readonly label: number;
  /** What was answered. */
  readonly prediction: number;
  /** Probability that the net gave to its answer. */
  readonly confidence: number;
  /** Probability that it gave to what is right. */
  readonly labelProbability: number;
  /** −ln of that: the cross-entropy. */
  readonly loss: number;
}

/**
 * The mistakes of which a net was surest: the examples of the largest cross-entropy, the worst first. One whose scores
 * are NaN comes before all others.
 *
 * @param labels - what is right: class indices [examples], or one-hot rows [examples, classes]
 * @param scores - a tensor [examples, classes], or [examples, 1] for yes and no
 * @throws ValueError for labels and options out of range, ShapeError for scores of another form or number
 * @example
 * const worst = await worstMistakes(labels, await predict(model, pictures), { count: 9 });
 * worst.map(({ index, label, prediction }) => [index, label, prediction]);
 */
export async function worstMistakes(
  labels: ClassSource,
  scores: Tensor,
  options: WorstMistakesOptions = {},
): Promise<readonly Mistake[]> {
  const op = 'worstMistakes';
  const chosen = checkOptions(op, options, ['count', 'scores', 'all']);
  const { count = 20, scores: kind = 'logits', all = false } = chosen;
  checkWhole(op, 'count', count);
  if (kind !== 'logits' && kind !== 'probabilities') {
    throw new ValueError(`${op}: scores must be 'logits' or 'probabilities', got ${describeValue(kind)}`);
  }
  if (!(scores instanceof Tensor) || scores.rank !== 2) {
    const got = scores instanceof Tensor ? showShape(scores.shape) : describeValue(scores);
    throw new ShapeError(`${op}: scores must be a tensor [examples, classes], got ${got}`);
  }
  const [exampleCount, size] = scores.shape as readonly [number, number];
  const right = await indicesOf(op, 'labels', labels, 0.5);
  if (right.length !== exampleCount) {
    throw new ShapeError(`${op}: ${right.length} labels for ${exampleCount} examples`);
  }
  const classCount = Math.max(2, size);
  const bad = right.find((label) => label >= classCount);
  if (bad !== undefined) {
    throw new ValueError(`${op}: label ${bad} is not one of ${classCount} classes`, { code: 'E_INDEX' });
  }
  const values = await scores.data();
  const mistakes = right.map((label, index): Mistake => {
    const logs = logProbabilities(values.subarray(index * size, (index + 1) * size), kind);
    const prediction = largestOf(logs);
    const loss = -(logs[label] as number);
    return {
      index,
      label,
      prediction,
      confidence: Math.exp(logs[prediction] as number),
      labelProbability: Math.exp(-loss),
      loss: loss === 0 ? 0 : loss,
    };
  });
  const rank = ({ loss }: Mistake): number => (Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss);
  return mistakes
    .filter(({ label, prediction, loss }) => all || label !== prediction || Number.isNaN(loss))
    .sort(
      (a, b) =>
        Number(Number.isNaN(b.loss)) - Number(Number.isNaN(a.loss)) ||
        compare(rank(b), rank(a)) ||
        a.index - b.index,
    )
    .slice(0, count);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** ln p of each class; one score alone is that of yes. */
function logProbabilities(row: ArrayLike<number>, kind: 'logits' | 'probabilities'): readonly number[] {
  const values = Array.from(row);
  if (kind === 'probabilities') {
    const [p = 0] = values;
    return (values.length === 1 ? [1 - p, p] : values).map(Math.log);
  }
  const logits = values.length === 1 ? [0, values[0] as number] : values;
  const most = Math.max(...logits);
  const total = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return logits.map((logit) => logit - total);
}
