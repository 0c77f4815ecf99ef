import { abs, grad, normal, Rng, scope, type Tensor, tensor } from '@descent/core';
import {
  type AnyLayer,
  add,
  averagePool2d,
  batchNorm,
  concatenate,
  conv1d,
  conv2d,
  conv2dTranspose,
  cropping2d,
  dense,
  depthwiseConv2d,
  flatten,
  globalAveragePool2d,
  groupNorm,
  input,
  type Model,
  maxPool2d,
  model,
  multiply,
  relu,
  reshape,
  type Symbolic,
  separableConv2d,
  sequential,
  upSampling2d,
  zeroPadding2d,
} from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { type ExplainedModel, type ReceptiveField, receptiveField } from './index.js';

const last = (net: ExplainedModel): ReceptiveField => receptiveField(net).at(-1) as ReceptiveField;

/** A chain of layers of any types. */
function chain(shape: readonly number[], ...layers: readonly AnyLayer[]): Model {
  return sequential({ input: shape }, ...(layers as unknown as [AnyLayer])) as unknown as Model;
}

/** Chains of conv-like layers without weights to speak of: one channel. */
const conv = (kernelSize: number, strides = 1, padding: 'same' | 'valid' | number = 'same') =>
  conv2d({ filters: 1, kernelSize, strides, padding });

/** First and last row and column of the cells whose change changes a unit: where its gradient is not 0 for some input. */
function seenCells(net: Model, unit: readonly number[]): (readonly [number, number])[] {
  const [height, width, channels] = net.inputShape as readonly [number, number, number];
  // Weights of one sign: nothing cancels out, no relu is off.
  for (const parameter of net.trainableParameters) {
    parameter.reset(Float32Array.from(parameter.value.dataSync(), (w) => 0.1 + Math.abs(w)));
  }
  // The largest of a window is another cell for another input.
  const runs = net.layers.some(({ kind }) => kind === 'maxPool2d') ? 16 : 1;
  const total = new Float64Array(height * width);
  for (let run = 0; run < runs; run++) {
    scope(() => {
      const x = abs(normal(new Rng(run), [1, height, width, channels])).add(0.1) as Tensor;
      const one = (given: Tensor): Tensor => {
        const y = net.call(given);
        const begin = [0, ...unit, ...(unit.length < y.rank - 1 ? [0] : [])];
        const index = begin.reduce((sum, at, axis) => sum * (y.shape[axis] as number) + at, 0);
        const picked = new Float32Array(y.size);
        picked[index] = 1;
        return y.reshape([-1]).mul(tensor(picked)).sum();
      };
      const values = grad(one)(x).dataSync();
      values.forEach((value, i) => {
        const cell = Math.floor(i / channels);
        total[cell] = (total[cell] as number) + Math.abs(value);
      });
    });
  }
  const cells = [...total.keys()].filter((cell) => total[cell] !== 0);
  const range = (places: readonly number[]) => [Math.min(...places), Math.max(...places)] as const;
  return [range(cells.map((cell) => Math.floor(cell / width))), range(cells.map((cell) => cell % width))];
}

describe('receptiveField', () => {
  it('of VGG-16, MobileNet and ResNet-50 is what Araujo, Norris and Sim give', () => {
    const pool = () => maxPool2d(2);
    const vgg = [2, 2, 3, 3, 3].flatMap((count) => [...Array.from({ length: count }, () => conv(3)), pool()]);
    using vgg16 = chain([224, 224, 1], ...vgg);
    expect(last(vgg16)).toMatchObject({
      size: [212, 212],
      stride: [32, 32],
      start: [-90, -90],
      isRegular: true,
    });

    const strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1];
    const blocks = strides.flatMap((stride) => [
      depthwiseConv2d({ kernelSize: 3, strides: stride, padding: 'same' }),
      batchNorm(),
      relu({ maxValue: 6 }),
      conv(1),
    ]);
    using mobileNet = chain([224, 224, 3], conv(3, 2), ...blocks);
    expect(last(mobileNet)).toMatchObject({ size: [315, 315], stride: [32, 32] });

    // Their ResNet-50 takes the step of two in the last unit of each block.
    const image = input([224, 224, 3]);
    let x: Symbolic = maxPool2d(3, { strides: 2, padding: 'same' })(conv(7, 2, 3)(image)) as Symbolic;
    for (const [block, count] of [3, 4, 6, 3].entries()) {
      for (let unit = 0; unit < count; unit++) {
        const stride = unit === count - 1 && block < 3 ? 2 : 1;
        const shortcut = stride === 2 ? maxPool2d(1, { strides: 2 })(x as never) : x;
        const branch = conv(1)(conv(3, stride, 1)(conv(1)(x as never) as never) as never);
        x = relu()(add()([shortcut as never, branch as never]) as never) as Symbolic;
      }
    }
    using resNet = model(image, x);
    expect(last(resNet)).toMatchObject({ size: [483, 483], stride: [32, 32] });
  });

  it('grows with each layer: 1 + Σ (k − 1) · strides before', () => {
    using net = chain(
      [28, 28, 1],
      conv2d({ filters: 4, kernelSize: [3, 5] }),
      maxPool2d(2),
      conv2d({ filters: 4, kernelSize: 3, dilations: 2, padding: 'same' }),
      flatten(),
      dense(10),
    );
    const facts = receptiveField(net).map(({ name, units, size, stride, start }) => ({
      name,
      units,
      size,
      stride,
      start,
    }));
    expect(facts).toEqual([
      { name: 'conv2d', units: [26, 24], size: [3, 5], stride: [1, 1], start: [0, 0] },
      { name: 'maxPool2d', units: [13, 12], size: [4, 6], stride: [2, 2], start: [0, 0] },
      { name: 'conv2d_1', units: [13, 12], size: [12, 14], stride: [2, 2], start: [-4, -4] },
      { name: 'flatten', units: [], size: [36, 36], stride: [0, 0], start: [-4, -4] },
      { name: 'dense', units: [], size: [36, 36], stride: [0, 0], start: [-4, -4] },
    ]);
    const [, , deep, flat] = receptiveField(net) as [unknown, unknown, ReceptiveField, ReceptiveField];
    expect(deep.of(0, 0)).toEqual([
      [0, 7],
      [0, 9],
    ]);
    expect(deep.of(5, 5)).toEqual([
      [6, 17],
      [6, 19],
    ]);
    expect(flat.of()).toEqual([
      [0, 27],
      [0, 27],
    ]);
  });

  const same = { padding: 'same' as const };
  const nets: Readonly<Record<string, () => Model>> = {
    'pooling and convolutions': () =>
      chain(
        [13, 11, 2],
        maxPool2d(2, same),
        conv2d({ filters: 2, kernelSize: [3, 2], strides: [2, 1], ...same }),
        relu(),
        conv(2, 1, 'valid'),
      ),
    'dilation, explicit padding, depthwise and separable ones': () =>
      chain(
        [15, 14, 1],
        conv2d({ filters: 2, kernelSize: 3, dilations: 2, padding: 2 }),
        depthwiseConv2d({ kernelSize: [1, 3], ...same }),
        separableConv2d({ filters: 2, kernelSize: 2, strides: 2, ...same }),
        averagePool2d(3, { strides: 1, ...same }),
      ),
    'padding, cropping, dense layers at each place': () =>
      chain(
        [9, 10, 1],
        zeroPadding2d([
          [1, 2],
          [2, 0],
        ]),
        conv(3, 2, 'valid'),
        dense(2, { activation: 'relu' }),
        cropping2d([
          [1, 0],
          [0, 2],
        ]),
        batchNorm(),
      ),
    'transposed convolution and repeated pixels': () =>
      chain(
        [6, 7, 1],
        conv(3, 2),
        conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, ...same }),
        upSampling2d([2, 1]),
        conv2dTranspose({ filters: 1, kernelSize: [2, 3] }),
      ),
    'mixed pixels': () =>
      chain([4, 5, 1], conv(2), upSampling2d(2, { interpolation: 'bilinear' }), conv(2, 2, 'valid')),
    'a U: down, up, and a shortcut': () => {
      const x = input([6, 6, 1]);
      const down = conv(3)(maxPool2d(2)(conv(3)(x)));
      const joined = concatenate()([x, upSampling2d(2)(down)]);
      return model(x, conv(3)(joined)) as unknown as Model;
    },
    'a gate that sees the whole': () => {
      const x = input([8, 8, 2]);
      const y = conv2d({ filters: 2, kernelSize: 3, ...same })(x);
      const gate = reshape([1, 1, 2])(dense(2)(globalAveragePool2d()(y)));
      return model(x, multiply()([y, gate])) as unknown as Model;
    },
    'places one below another': () => {
      const x = input([5, 6, 1]);
      return model(x, concatenate({ axis: 1 })([conv(3)(x), conv(1)(x)])) as unknown as Model;
    },
  };
  it.each(Object.keys(nets))('is where the gradient of a unit is: %s', (name) => {
    using net = (nets[name] as () => Model)();
    const field = last(net);
    const [rows, columns] = field.units as readonly [number, number];
    const someOf = (count: number) => [...new Set([0, 1, Math.floor(count / 2), count - 1])];
    for (const row of someOf(rows)) {
      for (const column of someOf(columns)) {
        const seen = seenCells(net, [row, column]);
        const box = field.of(row, column);
        if (name === 'places one below another') {
          // A box that holds what is seen: it says of such units that they see all.
          expect(box).toEqual([
            [0, 4],
            [0, 5],
          ]);
        } else expect(box, `${row}, ${column}`).toEqual(seen);
      }
    }
  });

  it('tells that units differ, as behind repeated pixels', () => {
    using net = chain([8, 8, 1], upSampling2d(2), conv(2, 1, 'valid'));
    expect(last(net)).toMatchObject({ size: [2, 2], isRegular: false });
    using even = chain([8, 8, 1], conv(2, 1, 'valid'));
    expect(last(even).isRegular).toBe(true);
  });

  it('follows lines, nested models, one input of several, and norms that look at all places', () => {
    using line = chain([20, 3], conv1d({ filters: 2, kernelSize: 3, padding: 'causal', dilations: 4 }));
    expect(last(line)).toMatchObject({ units: [20], size: [9], stride: [1], start: [-8] });

    const inner = chain([8, 8, 1], conv(3), conv(3));
    const [a, b] = [input([8, 8, 1]), input([8, 8, 1])];
    using net = model([a, b], add()([inner(a as never), conv(1)(b)] as never));
    expect(receptiveField(net).map(({ name, size }) => [name, size[0]])).toEqual([
      ['sequential/conv2d', 3],
      ['sequential/conv2d_1', 5],
      ['add', 5],
    ]);
    expect(receptiveField(net, { input: 1 }).map(({ name, size }) => [name, size[0]])).toEqual([
      ['conv2d', 1],
      ['add', 1],
    ]);
    using normed = chain(
      [6, 6, 2],
      conv2d({ filters: 2, kernelSize: 3, ...same }),
      groupNorm({ groups: 1 }),
      conv(1),
    );
    expect(last(normed).of(0, 5)).toEqual([
      [0, 5],
      [0, 5],
    ]);
  });

  it('is found at once through many branches', () => {
    const x = input([16, 16, 1]);
    let y: Symbolic = x;
    for (let i = 0; i < 60; i++) y = add()([y as never, conv(3)(y as never) as never]) as Symbolic;
    using net = model(x, y);
    expect(last(net).size).toEqual([121, 121]);
  });

  it('says what is wrong with what it is given', () => {
    using net = chain([8, 8, 1], conv(3));
    using flat = chain([8], dense(2));
    expect(() => receptiveField(flat)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: receptiveField: the input has no places: expects [height, width, channels] or [width, channels]]`,
    );
    expect(() => receptiveField(net, { input: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: receptiveField: input must be a number from 0 to 0, got 1]`,
    );
    expect(() => receptiveField({} as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: receptiveField: expects a model, got an object with no fields
        fix: make one: sequential({ input: [2] }, dense(1))]
    `);
    expect(() => last(net).of(8, 0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: receptiveField: conv2d has units [8, 8], got [8, 0]]`,
    );
    expect(() => last(net).of(0)).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: receptiveField: conv2d has units [8, 8], got [0]]`,
    );
  });
});
