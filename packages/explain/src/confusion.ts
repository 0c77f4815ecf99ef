import { checkOptions, describeValue, Tensor, ValueError } from '@descent/core';
import { type ClassSource, classesOf } from './classes-of.js';

/** Options of {@link confusion}. */
export interface ConfusionOptions {
  /** How many classes there are, or their names. Default: as many as occur. */
  readonly classes?: number | readonly string[];
  /** Above it, the one output of a yes or no means yes. Default 0.5; for logits give 0. */
  readonly threshold?: number;
}

/** How a class fares. */
export interface ClassReport {
  /** Its name, or its number. */
  readonly name: string;
  /** Examples of the class. */
  readonly support: number;
  /** Share of what was taken for the class that is of it; NaN where nothing was. */
  readonly precision: number;
  /** Share of the class that was taken for it; NaN where there is none of it. */
  readonly recall: number;
  /** 2 TP / (2 TP + FP + FN); NaN where the class neither occurs nor is answered. */
  readonly f1: number;
}

/** Two classes, one of which was taken for the other. */
export interface ConfusedPair {
  /** What is right. */
  readonly label: number;
  /** What was answered. */
  readonly prediction: number;
  /** How often. */
  readonly count: number;
}

/** Which classes were taken for which. */
export interface Confusion {
  /** matrix[i][j]: how many examples of class i were taken for class j. */
  readonly matrix: readonly (readonly number[])[];
  /** examples[i][j]: which ones, by their place. */
  readonly examples: readonly (readonly (readonly number[])[])[];
  /** Share of right answers. */
  readonly accuracy: number;
  /** Each class. */
  readonly classes: readonly ClassReport[];
  /** What was taken for something else, the most frequent first. */
  readonly mostConfused: readonly ConfusedPair[];
}

/**
 * Confusion matrix, with the examples behind every cell and how each class fares.
 *
 * @param labels - what is right: class indices [examples], or one-hot rows [examples, classes]
 * @param predictions - the answers: class indices, or scores [examples, classes], of which the largest counts; [examples,
 * 1] for yes and no
 * @throws ValueError for classes out of range and for options out of range, ShapeError for another number of answers
 * @example
 * const { matrix, mostConfused } = await confusion(labels, await predict(model, pictures));
 * @see scikit-learn's `confusion_matrix`, whose rows and columns are the same
 */
export async function confusion(
  labels: ClassSource,
  predictions: ClassSource,
  options: ConfusionOptions = {},
): Promise<Confusion> {
  const { classes, threshold = 0.5 } = checkOptions('confusion', options, ['classes', 'threshold']);
  if (typeof threshold !== 'number' || Number.isNaN(threshold)) {
    throw new ValueError(`confusion: threshold must be a number, got ${describeValue(threshold)}`);
  }
  const [right, answered] = await classesOf('confusion', labels, predictions, threshold);
  const count = countOf(classes, right, answered, labels, predictions);
  const examples = Array.from({ length: count }, () => Array.from({ length: count }, (): number[] => []));
  right.forEach((label, i) => {
    const row = examples[label] as number[][];
    (row[answered[i] as number] as number[]).push(i);
  });
  const matrix = examples.map((row) => row.map(({ length }) => length));
  const at = (label: number, prediction: number): number => matrix[label]?.[prediction] as number;
  const all = Array.from({ length: count }, (_, i) => i);
  const hits = all.reduce((sum, i) => sum + at(i, i), 0);
  return {
    matrix,
    examples,
    accuracy: hits / right.length,
    classes: all.map((i) => {
      const support = all.reduce((sum, j) => sum + at(i, j), 0);
      const answers = all.reduce((sum, j) => sum + at(j, i), 0);
      return {
        name: typeof classes === 'object' ? (classes[i] as string) : String(i),
        support,
        precision: at(i, i) / answers,
        recall: at(i, i) / support,
        f1: (2 * at(i, i)) / (support + answers),
      };
    }),
    mostConfused: all
      .flatMap((label) => all.map((prediction) => ({ label, prediction, count: at(label, prediction) })))
      .filter((pair) => pair.label !== pair.prediction && pair.count > 0)
      .sort((a, b) => b.count - a.count),
  };
}

/** How many classes there are. */
function countOf(
  classes: ConfusionOptions['classes'],
  right: readonly number[],
  answered: readonly number[],
  ...sources: readonly ClassSource[]
): number {
  const rows = sources.map((source) =>
    source instanceof Tensor && source.rank === 2 ? Math.max(2, source.shape[1] as number) : 0,
  );
  const most = [...right, ...answered].reduce(
    (largest, each) => Math.max(largest, each + 1),
    Math.max(...rows),
  );
  if (classes === undefined) return most;
  const count = typeof classes === 'number' ? classes : Array.isArray(classes) ? classes.length : Number.NaN;
  if (!Number.isInteger(count) || count < 1) {
    throw new ValueError(
      `confusion: classes must be a whole number ≥ 1 or a list of names, got ${describeValue(classes)}`,
    );
  }
  if (most <= count) return count;
  throw new ValueError(`confusion: class ${most - 1} is not one of ${count} classes`, { code: 'E_INDEX' });
}
