import { celu, type Tensor, tensor } from '@descent/core';
import * as layers from '@descent/layers';
import { l1l2 } from '@descent/losses';
import { layerCases } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse-json.js';
import { buildModel } from './build-model.js';
import { checkTopology } from './check-topology.js';
import { describeModel } from './describe-model.js';
import { layerFactories, wrapperFactories } from './layer-factories.js';
import { knownNames, makers } from './makers.js';

/** What a file would make of a model, with its weights. */
function copy(model: layers.AnyModel, options = {}): layers.AnyModel {
  const text = JSON.stringify(describeModel(model, options));
  const copied = buildModel(checkTopology('file', parseJson('file', text)), { file: 'file', ...options });
  copied.parameters.forEach((parameter, i) => {
    parameter.reset(model.parameters[i]?.value.dataSync() as Float32Array);
  });
  expect(JSON.stringify(describeModel(copied, options))).toBe(text);
  expect(copied.namedParameters.map(([name]) => name)).toEqual(model.namedParameters.map(([name]) => name));
  expect(copied.summary()).toBe(model.summary());
  return copied;
}

describe('every layer is the same after it was data', () => {
  it.each(layerCases.map((row, i) => [`${row.make().label} ${i}`, row] as const))('%s', (_name, row) => {
    const [, ...example] = row.input;
    using model = layers.sequential(
      { input: example, seed: 3 },
      row.make() as never,
    ) as unknown as layers.AnyModel;
    using copied = copy(model);
    const size = row.input.reduce((product, n) => product * n, 1);
    const x = tensor(
      Float32Array.from({ length: size }, (_, i) => (row.indices ? i % row.indices : Math.sin(i))),
      row.input as readonly number[],
    );
    const [expected, got] = [model, copied].map((each) =>
      (each as layers.Model).predict(x as never).dataSync(),
    );
    expect(got).toEqual(expected);
  });

  it('the tables have all layers and all that makes functions', () => {
    const without = [
      'bidirectional',
      'timeDistributed',
      'defineLayer',
      'defineMergeLayer',
      'drawModel',
      'input',
    ];
    const others = ['inputNames', 'outputNames', 'model', 'sequential', 'placeOf', 'Parameter'];
    const known = new Set([
      ...[...without, ...others, ...Object.keys(layerFactories), ...Object.keys(wrapperFactories)],
      ...Object.values(makers).flatMap((table) => Object.keys(table)),
      ...[...knownNames('initializer'), ...knownNames('activation')],
    ]);
    const exported = Object.entries(layers).filter(([, value]) => typeof value === 'function');
    expect(exported.map(([name]) => name).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('a model is the same after it was data', () => {
  it('with branches, a shared layer, several inputs and outputs, a nested model, states and frozen layers', () => {
    const [a, b] = [layers.input([4, 3], { name: 'a' }), layers.input([4, 3])];
    const shared = layers.dense(3, { name: 'shared', trainable: false });
    const [y, h, c] = layers.lstm(2, { returnState: true })(layers.add()([shared(a), shared(b)]));
    const inner = layers.sequential({ input: [2], name: 'inner' }, layers.dense(2), layers.batchNorm());
    const twice = inner(inner(y) as never);
    const all = layers.concatenate()([twice, h, c] as never);
    using model = layers.model([a, b], [layers.dense(2)(all as never), y], { name: 'whole' });
    using copied = copy(model as unknown as layers.AnyModel);
    expect(copied.getLayer('shared').trainable).toBe(false);
    expect(copied.parameters).toHaveLength(model.parameters.length);
    const xs = [1, 2].map((k) =>
      tensor(
        Float32Array.from({ length: 24 }, (_, i) => Math.cos(i * k)),
        [2, 4, 3],
      ),
    );
    const [expected, got] = [model, copied].map((each) =>
      [...((each as unknown as layers.AnyModel).call(xs) as readonly Tensor[])].map((value) => [
        ...value.dataSync(),
      ]),
    );
    expect(got).toEqual(expected);
  });

  it('with lists of one input and one output', () => {
    const x = layers.input([2]);
    using model = layers.model([x], [layers.dense(1)(x)]);
    using copied = copy(model as unknown as layers.AnyModel);
    expect([copied.inputShape, copied.outputShape]).toEqual([[[2]], [[1]]]);
  });

  it('with functions that have a recipe, those of core, and those of your own', () => {
    const own = (x: Tensor): Tensor => x;
    using model = layers.sequential(
      { input: [3] },
      layers.dense(2, {
        kernelInitializer: layers.randomNormal({ stddev: 0.1 }),
        kernelRegularizer: l1l2({ l1: 0.1 }),
        kernelConstraint: layers.maxNorm(3, [0]),
        activityRegularizer: l1l2(),
        activation: celu,
      }),
      layers.activation(own),
    ) as unknown as layers.AnyModel;
    expect(() => describeModel(model)).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: a file cannot hold all of the model:
        activation activation(own): its activation is a function of your own
        fix: use what has a name, or name it: customFunctions: { myActivation }]
    `);
    using copied = copy(model, { customFunctions: { own } });
    expect(copied.layers[0]?.config).toMatchObject({ activation: celu });
    expect(describeModel(copied, { customFunctions: { own } }).layers).toMatchInlineSnapshot(`
      [
        {
          "config": {
            "activation": {
              "config": {},
              "made": "celu",
            },
            "activityRegularizer": {
              "config": {
                "l1": 0.01,
                "l2": 0.01,
              },
              "made": "l1l2",
            },
            "kernelConstraint": {
              "config": {
                "axis": [
                  0,
                ],
                "max": 3,
              },
              "made": "maxNorm",
            },
            "kernelInitializer": {
              "config": {
                "mean": 0,
                "stddev": 0.1,
              },
              "made": "randomNormal",
            },
            "kernelRegularizer": {
              "config": {
                "l1": 0.1,
                "l2": 0.01,
              },
              "made": "l1l2",
            },
            "units": 2,
          },
          "kind": "dense",
          "name": "dense",
        },
        {
          "config": {
            "activation": {
              "config": {},
              "made": "own",
            },
          },
          "kind": "activation",
          "name": "activation",
        },
      ]
    `);
  });

  it('with layers of your own', () => {
    const scale = (factor: number, name?: string) =>
      layers.defineLayer({
        kind: 'scale',
        config: { factor },
        options: { ...(name && { name }) },
        build: (shape) => ({ outputShape: shape, call: (x) => x.mul(factor) }),
      });
    using model = layers.sequential({ input: [3] }, scale(2) as never) as unknown as layers.AnyModel;
    expect(() => copy(model)).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: file: there are no layers for scale (scale)
        fix: make them yourself: customLayers: { scale: (config) => … }]
    `);
    const customLayers = {
      scale: ({ factor, name }: { factor?: unknown; name: string }) => scale(factor as number, name),
    };
    using copied = copy(model, { customLayers });
    expect((copied as unknown as layers.Model).predict(tensor([[1, 2, 3]]) as never).dataSync()).toEqual(
      new Float32Array([2, 4, 6]),
    );
  });
});

describe('data that are no topology are refused', () => {
  const good = () =>
    JSON.parse(
      JSON.stringify(
        describeModel(layers.sequential({ input: [3] }, layers.dense(2)) as unknown as layers.AnyModel),
      ),
    );
  const build =
    (topology: unknown, options = {}) =>
    () =>
      buildModel(checkTopology('m.descent', topology), { file: 'm.descent', ...options });

  it.each([
    ['a layer that comes later', (t: ReturnType<typeof good>) => (t.graph.nodes[0].layer = 1)],
    ['a value that comes later', (t) => (t.graph.nodes[0].from = [[1, 0]])],
    ['a wrapper of itself', (t) => (t.layers[0].inner = [0])],
    ['no list of layers', (t) => (t.layers = {})],
    ['an unknown option', (t) => (t.layers[0].config.unit = 3)],
    ['a wrong option', (t) => (t.layers[0].config.units = '3')],
    ['an unknown initializer', (t) => (t.layers[0].config.kernelInitializer = 'toString')],
    [
      'an activation as an initializer',
      (t) => (t.layers[0].config.kernelInitializer = { made: 'celu', config: {} }),
    ],
    ['a shape that is none', (t) => (t.graph.inputs[0].shape = [-1])],
    ['a result that is not there', (t) => (t.graph.outputs = [[1, 1]])],
  ] as readonly (readonly [string, (t: ReturnType<typeof good>) => unknown])[])('%s', (_name, spoil) => {
    const topology = good();
    build(topology)().dispose();
    spoil(topology);
    expect(build(topology)).toThrow(
      expect.objectContaining({ name: 'FormatError', message: expect.stringMatching(/^m\.descent: /) }),
    );
  });

  it('a million layers, and more parameters than the file has', () => {
    const topology = good();
    topology.layers[0].config.units = 1e9;
    expect(build(topology, { maxParameters: 8 })).toThrowErrorMatchingInlineSnapshot(
      `[FormatError: m.descent: dense(1000000000): kernel: shape [3, 1000000000] has more than 1073741823 elements]`,
    );
    const million = { ...good(), layers: new Array(1e6).fill(good().layers[0]) };
    expect(build(million)).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  });

  it('JSON that is nested a hundred thousand deep', () => {
    const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;
    expect(() => parseJson('model.json', deep)).toThrowErrorMatchingInlineSnapshot(
      `[FormatError: model.json: its JSON is nested 100000 deep, 512 are read]`,
    );
    expect(parseJson('model.json', '{"[[": "\\"[[", "a": [1]}')).toEqual({ '[[': '"[[', a: [1] });
    expect(() => parseJson('model.json', '<!doctype html>')).toThrow('model.json: is not JSON');
  });
});
