import { currentBackend } from '@descent/core';
import {
  type AnyLayer,
  activation,
  add,
  averagePool2d,
  batchNorm,
  conv2d,
  conv2dTranspose,
  defineLayer,
  dense,
  depthwiseConv2d,
  embedding,
  flatten,
  globalAveragePool2d,
  input,
  type KeepShape,
  lstm,
  maxPool2d,
  model,
  multiHeadAttention,
  relu,
  type Symbolic,
  sequential,
} from '@descent/layers';
import { expect, it } from 'vitest';
import { type ExplainedModel, flops } from './index.js';

const none = { kernelInitializer: 'zeros', useBias: false } as const;
const chain = (shape: readonly number[], ...layers: readonly AnyLayer[]): ExplainedModel & Disposable =>
  sequential({ input: shape }, ...(layers as unknown as [AnyLayer])) as unknown as ExplainedModel &
    Disposable;

it('flops of LeNet-5 are those counted by hand: maps · window · channels, inputs · units', () => {
  using net = chain(
    [32, 32, 1],
    conv2d({ filters: 6, kernelSize: 5, activation: 'tanh' }),
    averagePool2d(2),
    conv2d({ filters: 16, kernelSize: 5, activation: 'tanh' }),
    averagePool2d(2),
    flatten(),
    dense(120, { activation: 'tanh' }),
    dense(84, { activation: 'tanh' }),
    dense(10),
  );
  const { layers, multiplyAdds, flops: operations, parameters } = flops(net);
  expect(layers.map((layer) => [layer.kind, layer.multiplyAdds, layer.parameters])).toEqual([
    ['conv2d', 28 * 28 * 6 * 25, 6 * 25 + 6],
    ['averagePool2d', 0, 0],
    ['conv2d', 10 * 10 * 16 * 25 * 6, 16 * 25 * 6 + 16],
    ['averagePool2d', 0, 0],
    ['flatten', 0, 0],
    ['dense', 400 * 120, 400 * 120 + 120],
    ['dense', 120 * 84, 120 * 84 + 84],
    ['dense', 84 * 10, 84 * 10 + 10],
  ]);
  expect([multiplyAdds, operations, parameters]).toEqual([416_520, 833_040, 61_706]);
  expect(layers[0]?.outputShape).toEqual([28, 28, 6]);
});

it('flops of MobileNet are the 569 million multiply-adds and 4.2 million parameters of its paper', () => {
  const blocks = [
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
    ...Array.from({ length: 5 }, () => [512, 1]),
    [1024, 2],
    [1024, 1],
  ] as [number, 1 | 2][];
  const layers = blocks.flatMap(([filters, strides]) => [
    depthwiseConv2d({
      kernelSize: 3,
      strides,
      padding: 'same',
      useBias: false,
      depthwiseInitializer: 'zeros',
    }),
    batchNorm(),
    relu({ maxValue: 6 }),
    conv2d({ filters, kernelSize: 1, ...none }),
    batchNorm(),
    relu({ maxValue: 6 }),
  ]);
  using net = chain(
    [224, 224, 3],
    conv2d({ filters: 32, kernelSize: 3, strides: 2, padding: 'same', ...none }),
    batchNorm(),
    ...layers,
    globalAveragePool2d(),
    dense(1000, { kernelInitializer: 'zeros' }),
  );
  const { multiplyAdds, parameters } = flops(net);
  // Howard et al. 2017, table 4: 569 million and 4.2 million.
  expect(Math.round(multiplyAdds / 1e6)).toBe(569);
  expect(Math.round(parameters / 1e5)).toBe(43);
  // Keras' count, moving averages included.
  expect(parameters).toBe(4_253_864);
});

it('flops of ResNet-18 are the 1.81 billion and 11,689,512 parameters that torchvision names', () => {
  const x = input([224, 224, 3]);
  const conv = (filters: number, kernelSize: number, strides: number, y: Symbolic): Symbolic =>
    batchNorm()(
      conv2d({ filters, kernelSize, strides, padding: (kernelSize - 1) / 2, ...none })(y as never) as never,
    ) as Symbolic;
  let y: Symbolic = maxPool2d(3, { strides: 2, padding: 1 })(conv(64, 7, 2, x) as never) as Symbolic;
  for (const [stage, filters] of [64, 128, 256, 512].entries()) {
    for (let block = 0; block < 2; block++) {
      const strides = stage > 0 && block === 0 ? 2 : 1;
      const inner = conv(filters, 3, 1, relu()(conv(filters, 3, strides, y) as never) as Symbolic);
      const shortcut = strides === 2 ? conv(filters, 1, 2, y) : y;
      y = relu()(add()([inner as never, shortcut as never]) as never) as Symbolic;
    }
  }
  using net = model(
    x,
    dense(1000, { kernelInitializer: 'zeros' })(globalAveragePool2d()(y as never) as never),
  );
  const { multiplyAdds, parameters } = flops(net);
  expect((multiplyAdds / 1e9).toFixed(2)).toBe('1.81');
  // torchvision counts no moving averages: 2 · 4,800 numbers.
  expect(parameters - 9600).toBe(11_689_512);
});

it('flops of recurrent layers, attention, transposed convolutions and layers of one’s own are those of their products', () => {
  using text = chain([7], embedding(20, 4), lstm(5), dense(2));
  expect(flops(text).layers.map(({ multiplyAdds }) => multiplyAdds)).toEqual([0, 7 * (4 * 20 + 5 * 20), 10]);

  const x = input([6, 8]);
  using attending = model(x, multiHeadAttention({ numHeads: 2, keyDim: 3 })([x, x] as never) as never);
  // Queries, keys, values: 3 · 6·8·6; scores and their mix: 2 · 2·6·6·3; back: 6·6·8.
  expect(flops(attending).multiplyAdds).toBe(3 * 6 * 8 * 6 + 2 * 2 * 6 * 6 * 3 + 6 * 6 * 8);

  using up = chain([5, 4, 3], conv2dTranspose({ filters: 2, kernelSize: [3, 2], strides: 2 }));
  expect(flops(up).multiplyAdds).toBe(5 * 4 * 3 * 3 * 2 * 2);

  interface Mix extends KeepShape {
    readonly name: 'mix';
  }
  const mix = () =>
    defineLayer<Mix>({
      kind: 'mix',
      config: {},
      build(inputShape, { parameter }) {
        const size = inputShape.at(-1) as number;
        const kernel = parameter('kernel', [size, size], { initializer: 'zeros' });
        return { outputShape: inputShape, call: (given) => given.matmul(kernel.value) };
      },
    });
  using own = chain([4, 3], mix(), activation('relu'));
  expect(flops(own).layers.map(({ multiplyAdds, parameters }) => [multiplyAdds, parameters])).toEqual([
    [4 * 3 * 3, 9],
    [0, 0],
  ]);
});

it('flops count parameters of a layer that is used twice once, look into nested models, and touch no device', () => {
  const { buffers } = currentBackend().memory();
  const x = input([3]);
  const shared = dense(3);
  const inner = sequential({ input: [3], name: 'inner' }, dense(2));
  using net = model(x, inner(shared(shared(x))));
  const { layers, multiplyAdds, parameters } = flops(net);
  expect(layers.map(({ name }) => name)).toEqual(['dense', 'dense', 'inner/dense']);
  expect([multiplyAdds, parameters]).toEqual([24, 20]);
  expect(currentBackend().memory().buffers).toBe(buffers);
  expect(() => flops({} as never)).toThrowErrorMatchingInlineSnapshot(`
    [ValueError: flops: expects a model, got an object with no fields
      fix: make one: sequential({ input: [2] }, dense(1))]
  `);
});
