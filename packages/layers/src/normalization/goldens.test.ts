import { compile, scope, type Tensor, Variable, variableGradients } from '@descent/core';
import {
  expectClose,
  type GoldenCase,
  type GoldenTensor,
  goldenTensor,
  onEachBackend,
  readGolden,
} from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  type AnyLayer,
  batchNorm,
  groupNorm,
  layerNorm,
  type Model,
  type NormalizationLayer,
  normalization,
  sequential,
} from '../index.js';

/** The goldens' names are our code. */
const byName: Record<string, () => AnyLayer> = {
  'batchNorm()': () => batchNorm(),
  'batchNorm({ momentum: 0.9, epsilon: 1e-5 })': () => batchNorm({ momentum: 0.9, epsilon: 1e-5 }),
  'batchNorm({ axis: 1, momentum: 0.5 })': () => batchNorm({ axis: 1, momentum: 0.5 }),
  'batchNorm({ scale: false })': () => batchNorm({ scale: false }),
  'batchNorm({ center: false })': () => batchNorm({ center: false }),
  'batchNorm({ scale: false, center: false })': () => batchNorm({ scale: false, center: false }),
  'batchNorm(), a batch of one': () => batchNorm(),
  'layerNorm()': () => layerNorm(),
  'layerNorm({ axis: 1 })': () => layerNorm({ axis: 1 }),
  'layerNorm({ axis: [1, 2] })': () => layerNorm({ axis: [1, 2] }),
  'layerNorm({ axis: [3, 1], epsilon: 1e-6 })': () => layerNorm({ axis: [3, 1], epsilon: 1e-6 }),
  'layerNorm({ scale: false })': () => layerNorm({ scale: false }),
  'layerNorm({ center: false })': () => layerNorm({ center: false }),
  'groupNorm({ groups: 2 })': () => groupNorm({ groups: 2 }),
  'groupNorm({ groups: 3, epsilon: 1e-5 })': () => groupNorm({ groups: 3, epsilon: 1e-5 }),
  'groupNorm({ groups: -1 })': () => groupNorm({ groups: -1 }),
  'groupNorm({ groups: 1, scale: false })': () => groupNorm({ groups: 1, scale: false }),
  'groupNorm({ groups: 2, axis: 1, center: false })': () => groupNorm({ groups: 2, axis: 1, center: false }),
};
const adaptedByName: Record<string, () => NormalizationLayer> = {
  'normalization()': () => normalization(),
  'normalization({ invert: true })': () => normalization({ invert: true }),
  'normalization({ axis: null })': () => normalization({ axis: null }),
  'normalization({ axis: 1 })': () => normalization({ axis: 1 }),
  'normalization({ axis: [1, 3] })': () => normalization({ axis: [1, 3] }),
  'normalization({ mean: 3, variance: 2 })': () => normalization({ mean: 3, variance: 2 }),
  'normalization({ mean: [1, 2, 3], variance: [4, 5, 6], invert: true })': () =>
    normalization({ mean: [1, 2, 3], variance: [4, 5, 6], invert: true }),
};

const golden = readGolden<{ adapted: readonly GoldenCase[] }>('normalization-layers');

/** Values of x0, x1, … or others of one letter. */
function numbered(values: Readonly<Record<string, GoldenTensor>>, letters: string): GoldenTensor[] {
  return Object.entries(values).flatMap(([name, value]) =>
    name.replace(/\d+$/, '') === letters ? [value] : [],
  );
}

function withWeights(name: string, { inputs }: GoldenCase): Model {
  const [{ shape }] = numbered(inputs, 'x') as [GoldenTensor];
  const net = sequential({ input: shape.slice(1) }, byName[name]?.() as never);
  numbered(inputs, 'w').forEach((values, i) => {
    net.parameters[i]?.assign(goldenTensor(values));
  });
  return net as unknown as Model;
}

it('there is a layer for each golden', () => {
  expect(Object.keys(byName)).toEqual(golden.cases.map(({ name }) => name));
  expect(Object.keys(adaptedByName)).toEqual(golden.adapted.map(({ name }) => name));
});

describe(`normalization equals ${golden.origin.library} ${golden.origin.version}`, () => {
  onEachBackend(() => {
    const rows = golden.cases.map((row) => [row.name, row] as const);

    it.each(rows)('%s: values', (name, row) => {
      using net = withWeights(name, row);
      expect(net.parameterCount).toBe(row.parameterCount);
      scope(() => {
        const xs = numbered(row.inputs, 'x').map((x) => goldenTensor(x));
        const { inference } = row.outputs as { inference: GoldenTensor };
        expectClose(net.call(xs[0] as Tensor).dataSync(), inference.values);
        for (const [step, { shape, values }] of numbered(row.outputs, 'training').entries()) {
          const y = net.call(xs[step] as Tensor, { training: true });
          expect(y.shape).toEqual(shape);
          expectClose(y.dataSync(), values);
        }
      });
    });

    it.each(rows)('%s: averages after three steps, compiled too', (name, row) => {
      for (const isCompiled of [false, true]) {
        using net = withWeights(name, row);
        const run = (x: Tensor): Tensor => net.call(x, { training: true });
        using compiled = compile(run);
        for (const x of numbered(row.inputs, 'x')) {
          scope(() => void (isCompiled ? compiled : run)(goldenTensor(x)));
        }
        const averages = net.parameters.filter(({ trainable }) => !trainable);
        const expected = numbered(row.outputs, 'average');
        expect(averages.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
        averages.forEach(({ value }, i) => {
          expectClose(value.dataSync(), expected[i]?.values as readonly number[]);
        });
      }
    });

    it.each(rows)('%s: gradients', (name, row) => {
      for (const mode of ['inference', 'training']) {
        using net = withWeights(name, row);
        scope(() => {
          const given = new Variable(goldenTensor(numbered(row.inputs, 'x')[0] as GoldenTensor));
          const dy = goldenTensor(row.inputs.dy as GoldenTensor);
          const total = (): Tensor =>
            net
              .call(given.value, { training: mode === 'training' })
              .mul(dy)
              .sum();
          const { gradients } = variableGradients(total, [given, ...net.trainableParameters]);
          const expected = numbered(row.gradients ?? {}, mode);
          expect(gradients).toHaveLength(expected.length);
          expected.forEach(({ values }, i) => {
            expectClose((gradients[i] as Tensor).dataSync(), values, { absolute: 2e-6 });
          });
          given.dispose();
        });
      }
    });

    it.each(golden.adapted.map((row) => [row.name, row] as const))('%s', async (name, row) => {
      const { x, data } = row.inputs as { x: GoldenTensor; data?: GoldenTensor };
      const layer = adaptedByName[name]?.() as NormalizationLayer;
      if (data) {
        using values = goldenTensor(data);
        await layer.adapt(values);
      }
      using net = sequential({ input: x.shape.slice(1) }, layer as never);
      const { y, ...moments } = row.outputs;
      expect(net.parameters.map((parameter) => parameter.name)).toEqual(
        Object.keys(moments).map((own) => `normalization/${own}`),
      );
      Object.values(moments).forEach(({ shape, values }, i) => {
        expect(net.parameters[i]?.shape).toEqual(shape);
        expectClose(net.parameters[i]?.value.dataSync() as ArrayLike<number>, values);
      });
      scope(() => {
        expectClose(net.call(goldenTensor(x)).dataSync(), y?.values as readonly number[]);
      });
    });
  });
});
