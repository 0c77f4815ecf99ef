import { scope, type Tensor, Variable, variableGradients } from '@descent/core';
import { type AnyLayer, type AnyModel, input, model, type Symbolic } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { expectClose } from './close.js';
import { type GoldenCase, type GoldenTensor, goldenTensor, readGolden } from './golden.js';
import { onEachBackend } from './on-each-backend.js';

/**
 * The contract of layers against an outside library, on every backend: parameter count, outputs, and gradients of all
 * inputs and parameters. The cases have inputs x0, x1, …, weights w0, w1, … and outputs y0, y1, …, which arrive at
 * dy0, dy1, …
 *
 * @param makers - the layer of each case; the goldens' names are our code
 * @example layerGoldenContract('merging', { 'add()': () => add() })
 */
export function layerGoldenContract(file: string, makers: Readonly<Record<string, () => AnyLayer>>): void {
  const { origin, cases } = readGolden(file);
  describe(`${file}: layers equal ${origin.library} ${origin.version}`, () => {
    it('there is a layer for each golden', () => {
      expect(Object.keys(makers)).toEqual(cases.map(({ name }) => name));
    });
    onEachBackend(() => {
      it.each(cases.map((row) => [row.name, row] as const))('%s', (name, row) => {
        scope(() => checkLayerGolden(makers[name]?.() as AnyLayer, row));
      });
    });
  });
}

function checkLayerGolden(layer: AnyLayer, { inputs, outputs, gradients = {}, parameterCount }: GoldenCase) {
  const symbolic = numbered(inputs, 'x').map(({ shape }) => input(shape.slice(1)));
  const node = layer.use(symbolic as readonly Symbolic[]);
  using net = model(symbolic, node.outputs) as unknown as AnyModel;
  expect(net.parameterCount).toBe(parameterCount);
  numbered(inputs, 'w').forEach((values, i) => {
    net.parameters[i]?.assign(goldenTensor(values));
  });
  const given = numbered(inputs, 'x').map((x) => new Variable(goldenTensor(x)));
  const arriving = numbered(inputs, 'dy').map((dy) => goldenTensor(dy));
  const run = () => {
    const xs = given.map(({ value }) => value);
    return [net.call(xs.length > 1 ? xs : (xs[0] as Tensor))].flat() as Tensor[];
  };
  const found = run();
  numbered(outputs, 'y').forEach((expected, i) => {
    expect(found[i]?.shape).toEqual(expected.shape);
    expectClose((found[i] as Tensor).dataSync(), expected.values);
  });
  const total = () =>
    run()
      .map((y, i) => y.mul(arriving[i] as Tensor).sum())
      .reduce((a, b) => a.add(b));
  const pulled = variableGradients(total, [...given, ...net.parameters]).gradients;
  const expected = ['dx', 'dw'].flatMap((letter) => numbered(gradients, letter));
  expect(pulled.length).toBe(expected.length);
  expected.forEach(({ values }, i) => {
    expectClose((pulled[i] as Tensor).dataSync(), values);
  });
  for (const variable of given) variable.dispose();
}

/** x0, x1, … of a case. */
function numbered(values: Readonly<Record<string, GoldenTensor>>, letter: string): GoldenTensor[] {
  return Object.entries(values).flatMap(([name, value]) =>
    name.replace(/\d+$/, '') === letter ? [value] : [],
  );
}
