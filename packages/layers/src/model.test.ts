import { Rng, scope, tensor, variableGradients, zeros } from '@descent/core';
import { describe, expect, it } from 'vitest';
import {
  add,
  concatenate,
  conv2d,
  defineLayer,
  dense,
  drawModel,
  dropout,
  flatten,
  input,
  type KeepShape,
  model,
  sequential,
} from './index.js';

describe('model', () => {
  it('gives nested models names of their own, and finds each by its name', () => {
    const x = input([3]);
    const half = () => sequential({ input: [3] }, dense(3));
    const [first, second] = [half(), half()];
    using net = model(x, second(first(x)));
    expect(net.layers.map(({ name }) => name)).toEqual(['sequential', 'sequential_1']);
    expect(net.getLayer('sequential_1')).toBe(second);
    expect(net.namedParameters.map(([name]) => name)).toEqual([
      'sequential/dense/kernel',
      'sequential/dense/bias',
      'sequential_1/dense/kernel',
      'sequential_1/dense/bias',
    ]);
    // A model keeps the name that the first model gave it.
    using other = model(x, second(x));
    expect(other.layers[0]?.name).toBe('sequential_1');
  });

  it('gives the activations of layers inside nested models, with their paths', () => {
    const x = input([3]);
    const inner = sequential({ input: [3], name: 'inner' }, dense(2), dense(1));
    using net = model(x, dense(1)(inner(x)));
    scope(() => {
      const found = net.activations(tensor([[1, 2, 3]]));
      expect(found.map(({ place }) => place)).toEqual([
        'layers[0] sequential(inner): layers[0] dense(2)',
        'layers[0] sequential(inner): layers[1] dense(1)',
        'layers[0] sequential(inner)',
        'layers[1] dense(1)',
      ]);
      const [, last, whole] = found.map(({ outputs }) => outputs[0]?.arraySync());
      expect(last).toEqual(whole);
      return found.flatMap(({ outputs }) => outputs);
    });
  });

  it('computes what its graph says: a shortcut', () => {
    const x = input([3]);
    const hidden = dense(3, { activation: 'tanh' });
    using net = model(x, add()([x, hidden(x)]));
    scope(() => {
      const given = tensor([[1, 2, 3]]);
      const expected = given.add(given.matmul(hidden.parameters[0]?.value as never).tanh());
      expect(net.predict(given).arraySync()).toEqual(expected.arraySync());
    });
  });

  it('takes and gives several values', () => {
    const [a, b] = [input([2]), input([3])];
    const joined = concatenate()([a, b]);
    using net = model([a, b], [joined, dense(1)(joined)]);
    scope(() => {
      const [sum, y] = net.predict([tensor([[1, 2]]), tensor([[3, 4, 5]])]);
      expect(sum.arraySync()).toEqual([[1, 2, 3, 4, 5]]);
      expect(y.shape).toEqual([1, 1]);
    });
    expect(net.inputShape).toEqual([[2], [3]]);
    expect(net.outputShape).toEqual([[5], [1]]);
  });

  it('a layer that is used twice has one set of parameters, whose gradients add up', () => {
    const shared = dense(1, { useBias: false });
    const [a, b] = [input([2]), input([2])];
    using net = model([a, b], add()([shared(a), shared(b)]));
    expect(net.parameters).toHaveLength(1);
    expect(net.layers.map(({ name }) => name)).toEqual(['dense', 'add']);
    scope(() => {
      const xs = [tensor([[1, 2]]), tensor([[10, 20]])];
      const { gradients } = variableGradients(
        () => (net.call(xs) as never as ReturnType<typeof zeros>).sum(),
        net.parameters,
      );
      expect(gradients[0]?.arraySync()).toEqual([[11], [22]]);
    });
  });

  it('a model is a layer of another, with its parameters', () => {
    using encoder = sequential({ input: [4], name: 'encoder', seed: 3 }, dense(2));
    const x = input([4]);
    using net = model(x, dense(1)(encoder(x)));
    expect(net.parameters).toHaveLength(4);
    expect(net.namedParameters.map(([name]) => name)).toEqual([
      'encoder/dense/kernel',
      'encoder/dense/bias',
      'dense/kernel',
      'dense/bias',
    ]);
    scope(() => {
      const given = tensor([[1, 2, 3, 4]]);
      const inner = encoder.predict(given).matmul(net.getLayer('dense').parameters[0]?.value as never);
      expect(net.predict(given).arraySync()).toEqual(inner.arraySync());
    });
  });

  it('shares the layers of a model that is cut', () => {
    using whole = sequential({ input: [3] }, dense(2), dense(1));
    using first = model(whole.inputs[0] as never, whole.getLayer('dense').output);
    expect(first.parameters).toEqual(whole.layers[0]?.parameters);
    using continued = sequential({ input: [3] }, whole.layers[0] as ReturnType<typeof dense>, dense(5));
    expect(continued.parameters.slice(0, 2)).toEqual(whole.layers[0]?.parameters);
    expect(continued.layers.map(({ name }) => name)).toEqual(['dense', 'dense_1']);
  });

  it('frozen layers have no trainable parameters, those of a frozen model neither', () => {
    using base = sequential({ input: [3], name: 'base' }, dense(2), dense(2, { trainable: false }));
    using net = sequential({ input: [3] }, base, dense(1));
    expect(net.trainableParameters).toHaveLength(4);
    base.trainable = false;
    expect(net.trainableParameters).toHaveLength(2);
    expect(net.summary()).toContain('Non-trainable params: 14');
    base.trainable = true;
    expect(net.trainableParameters).toHaveLength(6);
  });

  it('tells what every layer gave', () => {
    using net = sequential({ input: [2] }, dropout(0.5), dense(3), flatten());
    using x = tensor([[1, 2]]);
    const found = net.activations(x);
    expect(found.map(({ place }) => place)).toEqual([
      'layers[0] dropout(0.5)',
      'layers[1] dense(3)',
      'layers[2] flatten()',
    ]);
    for (const { outputs } of found) for (const output of outputs) output.dispose();
    expect(x.arraySync()).toEqual([[1, 2]]);
  });

  it('collects the penalties on outputs', () => {
    const x = input([2]);
    using net = model(x, dense(2, { kernelInitializer: 'ones', activityRegularizer: (y) => y.sum() })(x));
    scope(() => {
      const penalties: ReturnType<typeof zeros>[] = [];
      net.call(tensor([[1, 2]]), { training: true, penalties: penalties as never });
      expect(penalties.map((penalty) => (penalty as never as { item(): number }).item())).toEqual([6]);
    });
  });

  it('parameters carry their regularizers and constraints', () => {
    const half = (w: ReturnType<typeof zeros>) => w.mul(0.5).sum();
    using net = sequential(
      { input: [2] },
      dense(2, { kernelRegularizer: half as never, biasConstraint: (b) => b }),
    );
    expect(net.parameters[0]?.regularizer).toBe(half);
    expect(net.parameters[1]?.constraint).toBeTypeOf('function');
  });

  it('its layers may be deeper than the engine’s stack', () => {
    const x = input([1]);
    let y = x as ReturnType<ReturnType<typeof dropout>>;
    for (let i = 0; i < 20_000; i++) y = dropout(0)(y as never);
    using net = model(x, y);
    expect(net.layers).toHaveLength(20_000);
  });

  it('summary says what is connected to what', () => {
    const x = input([8, 8, 3], { name: 'image' });
    const y = conv2d({ filters: 3, kernelSize: 3, padding: 'same', name: 'around' })(x);
    using net = model(x, dense(2)(flatten()(add()([x, y]))));
    expect(`\n${net.summary()}`).toMatchInlineSnapshot(`
      "
      ┌───────────────────┬─────────────────┬─────────┬───────────────┐
      │ Layer (type)      │ Output Shape    │ Param # │ Connected to  │
      ├───────────────────┼─────────────────┼─────────┼───────────────┤
      │ image (input)     │ (None, 8, 8, 3) │       0 │ -             │
      │ around (conv2d)   │ (None, 8, 8, 3) │      84 │ image         │
      │ add (add)         │ (None, 8, 8, 3) │       0 │ image, around │
      │ flatten (flatten) │ (None, 192)     │       0 │ add           │
      │ dense (dense)     │ (None, 2)       │     386 │ flatten       │
      └───────────────────┴─────────────────┴─────────┴───────────────┘
      Total params: 470 (1.84 KB)
      Trainable params: 470 (1.84 KB)
      Non-trainable params: 0 (0.00 B)"
    `);
    expect(`\n${drawModel(net)}`).toMatchInlineSnapshot(`
      "
      flowchart TB
        n0["image<br/>[batch, 8, 8, 3]"]
        n1["around: conv2d(3, 3×3)<br/>[batch, 8, 8, 3]"]
        n0 --> n1
        n2["add: add()<br/>[batch, 8, 8, 3]"]
        n0 --> n2
        n1 --> n2
        n3["flatten: flatten()<br/>[batch, 192]"]
        n2 --> n3
        n4["dense: dense(2)<br/>[batch, 2]"]
        n3 --> n4"
    `);
  });
});

describe('model refuses', () => {
  it('graphs that do not hang together', () => {
    const [a, b] = [input([2], { name: 'left' }), input([2])];
    const sum = add()([a, b]);
    expect(() => model(b, sum)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: model: the outputs depend on the input 'left' that is not among the inputs
        fix: give all of them: model([a, b], outputs)]
    `);
    expect(() => model([a, b], dense(1)(a))).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: model: inputs[1] leads to none of the outputs]`,
    );
    expect(() => model([a, a], dense(1)(a))).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: model: an input is given twice]`,
    );
    expect(() => model(a, zeros([2]) as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: model: outputs must come from input(…) or a layer, got a Tensor
        fix: const x = input([784]); model(x, dense(10)(x))]
    `);
    expect(() => model([] as never, sum)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: model: expects inputs]`,
    );
    expect(() => dense(1)(zeros([1, 2]) as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: dense(1): is called on what \`input\` gives, got a Tensor
        fix: for values make a model of it: model(x, y).predict(values)]
    `);
  });

  it('two layers of one name, and a shared layer whose parameters do not fit', () => {
    const x = input([2]);
    expect(() =>
      model(x, dense(1, { name: 'head' })(dense(2, { name: 'head' })(x))),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: model: two layers are called 'head'
        fix: name them where they are made, as in dense(10, { name: 'head' })]
    `);
    const shared = dense(2);
    expect(() => model(x, shared(dense(3)(shared(x))))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: dense(2): its kernel is [2, 2], for inputs [3] it would be [3, 2]
        fix: a layer used again shares its parameters: make another: dense(…)
        in model: layers[0] dense(2)]
    `);
    const twice = dense(2);
    expect(() => sequential({ input: [2] }, twice, twice)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: sequential: layers[1] dense(2) is layers[0] too
        fix: make another one: dense(…); to share its parameters: model(inputs, outputs)]
    `);
  });

  it('layers that two other models gave one name', () => {
    const x = input([2]);
    const [a, b] = [dense(2), dense(2)];
    model(x, a(x));
    model(x, b(x));
    expect(() => model(x, b(a(x)))).toThrow("model: two layers are called 'dense'");
  });

  it('names that are none', () => {
    for (const name of ['', 'a/b', 3, null]) {
      const options = { name } as never;
      expect(() => dense(1, options)).toThrow('dense: name must be a text without slashes, got');
      expect(() => input([1], options)).toThrow('input: name must be a text without slashes, got');
      const x = input([1]);
      expect(() => model(x, dense(1)(x), options)).toThrow('model: name must be a text without slashes, got');
    }
  });

  it('shapes that do not merge', () => {
    const [a, b] = [input([2, 3]), input([2, 4])];
    expect(() => add()([a, b] as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: add: the inputs do not broadcast: [2, 3], [2, 4]
        fix: give them one shape, with a dense or 1 × 1 convolution layer for example]
    `);
    expect(() => concatenate({ axis: 1 })([a, b] as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: concatenate: the inputs differ outside axis 1: [2, 3], [2, 4]]`,
    );
    expect(() => concatenate({ axis: 0 })([a, b] as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: concatenate: axis 0 is the batch
        fix: join along axis 1 or later]
    `);
    expect(() => add()(a as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: add: expects a list of two inputs or more, got 1
        fix: add()([a, b])]
    `);
    expect(() => dense(1)([a, b] as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: dense: takes one input, got 2
        fix: join them first: concatenate()([a, b])]
    `);
  });

  it('another number of inputs, or inputs of other shapes', () => {
    const [a, b] = [input([2]), input([3])];
    using net = model([a, b], concatenate()([a, b]));
    expect(() => net.predict(zeros([1, 2]) as never)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: predict: expects 2 inputs, got a Tensor
        fix: give a list: predict([a, b])]
    `);
    expect(() => net.predict([zeros([1, 3]), zeros([1, 3])] as never)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: predict: inputs[0]: expects [batch, 2], got [1, 3]]`,
    );
  });

  it('a layer that reads a parameter where there is none yet', () => {
    const early = () =>
      defineLayer<KeepShape>({
        kind: 'early',
        config: {},
        build(inputShape, { parameter }) {
          parameter('scale', [], { initializer: 'ones' }).value.mul(2);
          return { outputShape: inputShape, call: (x) => x };
        },
      });
    expect(() => sequential({ input: [2] }, early())).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: early/scale has no value before its layer is part of a model
        fix: read it in call, not in build
        in sequential: layers[0] early()]
    `);
  });

  it('to train without the randomness that a layer needs', () => {
    using net = sequential({ input: [2] }, dropout(0.5));
    expect(() => net.call(zeros([1, 2]), { training: true })).toThrow('layers[0] dropout(0.5)');
    scope(() => net.call(zeros([1, 2]), { training: true, rng: new Rng(1) }));
  });
});
