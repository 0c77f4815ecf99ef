import { scope, type Tensor } from '@descent/core';
import {
  expectClose,
  type GoldenCase,
  type GoldenTensor,
  goldenTensor,
  onEachBackend,
  readGolden,
} from '@descent/testing';
import { describe, it } from 'vitest';
import {
  accuracy,
  aucPr,
  aucRoc,
  confusionMatrix,
  f1,
  type Metric,
  meanIoU,
  measure,
  precision,
  r2,
  recall,
  type StreamingMetric,
  topKAccuracy,
} from '../index.js';

interface Data {
  readonly kind: 'indices' | 'float';
  readonly predictions: GoldenTensor;
  readonly targets: GoldenTensor;
}

const made: Record<string, (options: object) => Metric<unknown>> = {
  accuracy: () => accuracy,
  aucPr,
  aucRoc,
  confusionMatrix,
  f1,
  meanIoU,
  precision,
  r2: () => r2,
  recall,
  topKAccuracy,
};

const golden = readGolden<{ readonly data: Record<string, Data> }>('metrics');

function inputsOf({ attrs }: GoldenCase): [Tensor, Tensor] {
  const { kind, predictions, targets } = golden.data[(attrs as { readonly data: string }).data] as Data;
  return [goldenTensor(predictions), goldenTensor(targets, kind === 'indices' ? 'int32' : 'float32')];
}

function metricOf({ op = '', attrs }: GoldenCase): Metric<unknown> {
  const make = made[op];
  if (!make) throw new Error(`no metric is called ${op}`);
  return make(attrs?.options as object);
}

function flat(value: unknown): number[] {
  return [value].flat(2) as number[];
}

/** The value from statistics of batches of 1, 7, 20, 1, 7, … examples. */
function batchwise<T>(metric: StreamingMetric<T>, predictions: Tensor, targets: Tensor): T {
  const parts: Float64Array[] = [];
  const count = targets.shape[0] as number;
  for (let start = 0; start < count; ) {
    const size = Math.min([1, 7, 20][parts.length % 3] as number, count - start);
    const [p, t] = [predictions, targets].map((x) =>
      x.slice(
        x.shape.map((_, axis) => (axis === 0 ? start : 0)),
        x.shape.map((n, axis) => (axis === 0 ? size : n)),
      ),
    ) as [Tensor, Tensor];
    parts.push(Float64Array.from(metric.statistics(p, t).dataSync()));
    start += size;
  }
  return metric.value(parts.reduce((a, b) => metric.merge(a, b)));
}

onEachBackend(() => {
  describe(`metrics equal ${golden.origin.library} ${golden.origin.version}`, () => {
    it.each(golden.cases.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
      const value = await measure(metricOf(row), ...inputsOf(row));
      expectClose(flat(value), row.outputs.value?.values as number[]);
    });
  });

  const streaming = golden.cases.filter((row) => typeof metricOf(row) === 'object');
  describe('uneven batches give the value over the whole set', () => {
    it.each(streaming.map((row) => [row.name, row] as const))('%s', (_name, row) => {
      scope(() => {
        const value = batchwise(metricOf(row) as StreamingMetric<unknown>, ...inputsOf(row));
        expectClose(flat(value), row.outputs.value?.values as number[]);
      });
    });
  });
});

describe('areas of many thresholds are those of the curve through all points', () => {
  const exact = golden.cases.filter(({ outputs }) => outputs.exact);
  it.each(exact.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const metric = metricOf({ ...row, attrs: { options: { thresholdCount: 20_001 } } });
    expectClose([(await measure(metric, ...inputsOf(row))) as number], row.outputs.exact?.values as number[]);
  });
});
