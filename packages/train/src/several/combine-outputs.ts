import { add, describeValue, mul, scope, type Tensor, ValueError } from '@descent/core';
import type { Named } from '@descent/datasets';
import { type AnyModel, outputNames } from '@descent/layers';
import type { Loss, Metric } from '@descent/losses';
import { checkMetrics, type Metrics } from '../metric.js';
import type { Objective, ObjectiveOptions } from '../objective.js';
import { settingsOf } from '../settings-of.js';
import { allInOrder, inOrder } from './in-order.js';

/**
 * One loss of lists of tensors, Σ weight · loss over the outputs, and one table of metrics: `NAME_loss`, the loss of an
 * output without weights, and `NAME_METRIC`, as Keras calls them.
 * @throws ValueError for another count than the model has outputs, for names that are none of them, and for values that
 * are no losses, weights or metrics
 */
export function combineOutputs(op: string, model: AnyModel, options: ObjectiveOptions): Objective {
  const names = outputNames(model);
  const place = (what: string) => ({ title: `${op}: ${what}`, of: 'output', names }) as const;
  const losses = allInOrder(place('loss'), options.loss as Named<Loss>);
  const shares = inOrder(place('lossWeights'), (options.lossWeights ?? {}) as Named<number>);
  const metrics = inOrder(place('metrics'), (options.metrics ?? {}) as Named<Metrics<unknown>>);
  names.forEach((name, i) => {
    checkLoss(op, name, losses[i]);
    checkShare(op, name, shares[i] ?? 1);
    checkMetrics(op, metrics[i]);
  });
  return {
    loss: combined(op, names, losses, shares) as unknown as Loss,
    metrics: {
      ...Object.fromEntries(names.map((name, i) => [`${name}_loss`, ofOutput(losses[i] as Loss, i)])),
      ...Object.fromEntries(
        names.flatMap((name, i) =>
          Object.entries(metrics[i] ?? {}).map(([metric, f]) => [`${name}_${metric}`, ofOutput(f, i)]),
        ),
      ),
    },
  };
}

function combined(
  op: string,
  names: readonly string[],
  losses: readonly Loss[],
  shares: readonly (number | undefined)[],
) {
  const values = (predictions: readonly Tensor[], targets: readonly Tensor[], weights?: Tensor): Tensor =>
    scope(() =>
      losses
        .map((loss, i) => {
          if (weights && loss.length < 3) {
            throw new ValueError(`${op}: the loss of ${describeValue(names[i])} takes no weights`, {
              fix: 'make it with defineLoss, or take them as a third argument: (predictions, targets, weights)',
            });
          }
          const pair = [predictions[i] as Tensor, targets[i] as Tensor] as const;
          return mul(weights ? loss(...pair, weights) : loss(...pair), shares[i] ?? 1) as Tensor;
        })
        .reduce((sum, each) => add(sum, each)),
    );
  const settings = Object.fromEntries(
    names.map((name, i) => [name, { loss: settingsOf(losses[i] as Loss), weight: shares[i] ?? 1 }]),
  );
  return Object.assign(values, { settings });
}

/** A metric of lists: that of one output. */
function ofOutput(metric: Metric<unknown>, i: number): Metric<unknown> {
  const at = (values: unknown): Tensor => (values as readonly Tensor[])[i] as Tensor;
  if (typeof metric === 'function') return (predictions, targets) => metric(at(predictions), at(targets));
  return {
    name: metric.name,
    statistics: (predictions, targets) => metric.statistics(at(predictions), at(targets)),
    merge: (a, b) => metric.merge(a, b),
    value: (statistics) => metric.value(statistics),
  };
}

function checkLoss(op: string, name: string, loss: unknown): void {
  if (typeof loss === 'function') return;
  throw new ValueError(
    `${op}: the loss of ${describeValue(name)} must be a function, got ${describeValue(loss)}`,
  );
}

function checkShare(op: string, name: string, share: number): void {
  if (typeof share === 'number' && Number.isFinite(share) && share >= 0) return;
  throw new ValueError(
    `${op}: the lossWeight of ${describeValue(name)} must be a finite number >= 0, got ${describeValue(share)}`,
  );
}
