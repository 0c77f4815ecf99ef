import { type ConfusionOptions, confusion } from './confusion.js';
import { matrixOf } from './confusion-matrix.js';
import { defineMetric } from './define-metric.js';
import type { StreamingMetric } from './metric.js';

/**
 * Mean intersection over union, for segmentation: for each class, cells that are and were taken for it ÷ cells that are
 * or were, and of that the mean over the classes that came up, as in Keras.
 *
 * @param options - `threshold`
 * @returns a metric of predictions and targets as {@link confusionMatrix} takes them; NaN over no examples
 * @throws ValueError for options out of range; ShapeError from the metric, when the shapes fit in no way
 * @example await measure(meanIoU(), tensor([0.9, 0.8, 0.2]), tensor([1, 0, 0])) // 0.5
 * @see Everingham et al., The PASCAL visual object classes challenge, 2015, section 4.2
 */
export function meanIoU(options: ConfusionOptions = {}): StreamingMetric {
  return defineMetric({
    name: 'meanIoU',
    statistics: confusion('meanIoU', options),
    value(counts) {
      const matrix = matrixOf(counts);
      const shares = matrix.map((row, i) => {
        const both = row[i] as number;
        return both / (total(row) + total(matrix.map((other) => other[i] as number)) - both);
      });
      const known = shares.filter((share) => !Number.isNaN(share));
      return total(known) / known.length;
    },
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
