import { cpu } from '@descent/backend-cpu';
import {
  type Backend,
  currentBackend,
  referenceBackend,
  scope,
  type Tensor,
  useBackend,
  Variable,
  variableGradients,
} from '@descent/core';
import { expectClose, type GoldenTensor, goldenTensor, readGolden } from '@descent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AnyLayer,
  type AnyModel,
  bidirectional,
  conv2d,
  dense,
  gru,
  input,
  lstm,
  model,
  multiHeadAttention,
  type Symbolic,
  simpleRnn,
  timeDistributed,
} from './index.js';

/** The goldens' names are our code. */
const byName: Record<string, () => AnyLayer> = {
  'simpleRnn(3)': () => simpleRnn(3),
  "simpleRnn(2, { activation: 'relu', useBias: false, returnSequences: true })": () =>
    simpleRnn(2, { activation: 'relu', useBias: false, returnSequences: true }),
  'simpleRnn(3, { returnState: true, goBackwards: true })': () =>
    simpleRnn(3, { returnState: true, goBackwards: true }),
  'lstm(3)': () => lstm(3),
  'lstm(5, { returnSequences: true, returnState: true })': () =>
    lstm(5, { returnSequences: true, returnState: true }),
  'lstm(2, { goBackwards: true, returnSequences: true, useBias: false })': () =>
    lstm(2, { goBackwards: true, returnSequences: true, useBias: false }),
  "lstm(2, { activation: 'softplus', recurrentActivation: 'tanh' })": () =>
    lstm(2, { activation: 'softplus', recurrentActivation: 'tanh' }),
  'gru(3)': () => gru(3),
  'gru(5, { returnSequences: true, returnState: true })': () =>
    gru(5, { returnSequences: true, returnState: true }),
  'gru(3, { resetAfter: false, returnSequences: true })': () =>
    gru(3, { resetAfter: false, returnSequences: true }),
  'gru(2, { useBias: false, goBackwards: true })': () => gru(2, { useBias: false, goBackwards: true }),
  'gru(2, { resetAfter: false, useBias: false })': () => gru(2, { resetAfter: false, useBias: false }),
  'bidirectional(lstm(3))': () => bidirectional(lstm(3)),
  'bidirectional(lstm(2, { returnSequences: true, returnState: true }))': () =>
    bidirectional(lstm(2, { returnSequences: true, returnState: true })),
  "bidirectional(gru(2, { returnSequences: true }), { mergeMode: 'sum' })": () =>
    bidirectional(gru(2, { returnSequences: true }), { mergeMode: 'sum' }),
  "bidirectional(simpleRnn(3), { mergeMode: 'mul' })": () =>
    bidirectional(simpleRnn(3), { mergeMode: 'mul' }),
  "bidirectional(gru(3), { mergeMode: 'ave' })": () => bidirectional(gru(3), { mergeMode: 'ave' }),
  "bidirectional(simpleRnn(2, { returnSequences: true, returnState: true }), { mergeMode: 'none' })": () =>
    bidirectional(simpleRnn(2, { returnSequences: true, returnState: true }), { mergeMode: 'none' }),
  "timeDistributed(dense(3, { activation: 'relu' }))": () =>
    timeDistributed(dense(3, { activation: 'relu' })),
  'timeDistributed(conv2d({ filters: 2, kernelSize: 3 }))': () =>
    timeDistributed(conv2d({ filters: 2, kernelSize: 3 })),
  'multiHeadAttention({ numHeads: 2, keyDim: 3 })': () => multiHeadAttention({ numHeads: 2, keyDim: 3 }),
  'multiHeadAttention({ numHeads: 3, keyDim: 2, valueDim: 5, outputShape: 7 })': () =>
    multiHeadAttention({ numHeads: 3, keyDim: 2, valueDim: 5, outputShape: 7 }),
  'multiHeadAttention({ numHeads: 2, keyDim: 2, causal: true })': () =>
    multiHeadAttention({ numHeads: 2, keyDim: 2, causal: true }),
  'multiHeadAttention({ numHeads: 1, keyDim: 4, useBias: false, causal: true })': () =>
    multiHeadAttention({ numHeads: 1, keyDim: 4, useBias: false, causal: true }),
  'multiHeadAttention({ numHeads: 2, keyDim: 3 }), of images': () =>
    multiHeadAttention({ numHeads: 2, keyDim: 3 }),
};

const golden = readGolden('recurrent');

/** x0, x1, … of a case. */
function numbered(values: Readonly<Record<string, GoldenTensor>>, letter: string): GoldenTensor[] {
  return Object.entries(values).flatMap(([name, value]) =>
    name.replace(/\d+$/, '') === letter ? [value] : [],
  );
}

describe.each([
  ['reference', referenceBackend],
  ['cpu', cpu],
] as const)('%s: layers of sequences equal Keras', (_backend, make) => {
  let previous: Backend;
  let backend: Backend;
  beforeAll(async () => {
    previous = currentBackend();
    backend = await useBackend(make());
  });
  afterAll(async () => {
    await useBackend(previous);
    backend.dispose();
  });

  it.each(golden.cases.map((row) => [row.name, row] as const))('%s', (name, row) => {
    scope(() => {
      const shapes = numbered(row.inputs, 'x').map(({ shape }) => shape.slice(1));
      const inputs = shapes.map((shape) => input(shape));
      const layer = byName[name]?.() as AnyLayer;
      const { outputs } = layer.use(inputs as readonly Symbolic[]);
      using net = model(inputs, outputs) as unknown as AnyModel;
      expect(net.parameterCount).toBe(row.parameterCount);
      numbered(row.inputs, 'w').forEach((values, i) => {
        net.parameters[i]?.assign(goldenTensor(values));
      });
      const given = numbered(row.inputs, 'x').map((x) => new Variable(goldenTensor(x)));
      const arriving = numbered(row.inputs, 'dy').map((dy) => goldenTensor(dy));
      const run = () => {
        const xs = given.map(({ value }) => value);
        return [net.call(xs.length > 1 ? xs : (xs[0] as Tensor))].flat() as Tensor[];
      };
      numbered(row.outputs, 'y').forEach((expected, i) => {
        const y = run()[i] as Tensor;
        expect(y.shape).toEqual(expected.shape);
        expectClose(y.dataSync(), expected.values);
      });
      const total = () =>
        run()
          .map((y, i) => y.mul(arriving[i] as Tensor).sum())
          .reduce((a, b) => a.add(b));
      const { gradients } = variableGradients(total, [...given, ...net.parameters]);
      const expected = ['dx', 'dw'].flatMap((letter) => numbered(row.gradients ?? {}, letter));
      expect(gradients.length).toBe(expected.length);
      expected.forEach(({ values }, i) => {
        expectClose((gradients[i] as Tensor).dataSync(), values);
      });
      for (const variable of given) variable.dispose();
    });
  });
});
