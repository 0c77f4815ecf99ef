import { sizeOf } from '@descent/core';
import { type AnyModel, batchNorm, conv2d, dense, flatten, sequential } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { hashed } from '../golden-weights.js';
import { mobileNetV1 } from '../index.js';
import { assignWeights, type WeightArray } from './assign-weights.js';

const small = { inputShape: [32, 32, 3], classes: 3, alpha: 0.1 } as const;

/** Numbers for each of a net's weights, by other names. */
function weightsFor(net: AnyModel, rename: (name: string) => string): Map<string, WeightArray> {
  return new Map(
    net.namedParameters.map(([name, { shape }]) => [
      rename(name),
      { shape, values: new Float32Array(hashed(name, sizeOf(shape))) },
    ]),
  );
}

function snake(own: string): string {
  return own.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

describe('assignWeights', () => {
  it.each([
    ['ours', (name: string) => name],
    [
      'those of TensorFlow.js',
      (name: string) => snake(name).replace(/(_dw_\d+\/)kernel/, '$1depthwise_kernel'),
    ],
    ['those of Keras’ files', (name: string) => snake(name).replace(/^([^/]+)\/(.*)/, '$1/$1/$2:0')],
  ])('finds weights by %s', (_, rename) => {
    const net = mobileNetV1(small) as AnyModel;
    assignWeights('mobileNetV1', 'file', net, weightsFor(net, rename));
    for (const [name, { shape, value }] of net.namedParameters)
      expect(value.dataSync()).toEqual(new Float32Array(hashed(name, sizeOf(shape))));
    net.dispose();
  });

  it('finds PyTorch’s, turns their axes, and passes its count of batches and other layers over', () => {
    const net = sequential(
      { input: [6, 7, 3] },
      conv2d({ filters: 5, kernelSize: [2, 4], name: 'layer1.0.conv1' }),
      batchNorm({ name: 'layer1.0.bn1' }),
      flatten(),
      dense(4, { name: 'fc' }),
    ) as unknown as AnyModel;
    const counted = (shape: readonly number[], start = 0) => ({
      shape,
      values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => start + i),
    });
    const given = new Map<string, WeightArray>([
      ['layer1.0.conv1.weight', counted([5, 3, 2, 4])],
      ['layer1.0.conv1.bias', counted([5], 10)],
      ['layer1.0.bn1.weight', counted([5], 20)],
      ['layer1.0.bn1.bias', counted([5], 30)],
      ['layer1.0.bn1.running_mean', counted([5], 40)],
      ['layer1.0.bn1.running_var', counted([5], 50)],
      ['layer1.0.bn1.num_batches_tracked', { shape: [], values: [7] }],
      ['fc.weight', counted([4, 100])],
      ['fc.bias', counted([4], 60)],
      ['auxiliary.weight', counted([2, 2])],
    ]);
    assignWeights('resNet18', 'file', net, given);
    const values = Object.fromEntries(
      net.namedParameters.map(([name, { value }]) => [name, value.dataSync()]),
    );
    // Element [y, x, c, o] is PyTorch's [o, c, y, x], and [i, o] is [o, i].
    const [y, x, c, o] = [1, 2, 2, 3];
    expect(values['layer1.0.conv1/kernel']?.[((y * 4 + x) * 3 + c) * 5 + o]).toBe(
      ((o * 3 + c) * 2 + y) * 4 + x,
    );
    expect(values['fc/kernel']?.[70 * 4 + 3]).toBe(3 * 100 + 70);
    const first = (name: string) => values[name]?.[0];
    expect(
      ['conv1/bias', 'bn1/gamma', 'bn1/beta', 'bn1/movingMean', 'bn1/movingVariance'].map((own) =>
        first(`layer1.0.${own}`),
      ),
    ).toEqual([10, 20, 30, 40, 50]);
    expect(first('fc/bias')).toBe(60);
    net.dispose();
  });

  it('says what is missing or of another shape, and changes nothing then', () => {
    const net = mobileNetV1(small) as AnyModel;
    const before = net.parameters.map(({ value }) => value.dataSync()[0]);
    const other = mobileNetV1({ ...small, alpha: 0.2 }) as AnyModel;
    const assign = (given: Map<string, WeightArray>) => () =>
      assignWeights('mobileNetV1', 'a.json', net, given);
    expect(assign(weightsFor(other, (name) => name))).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: mobileNetV1: a.json: conv1/kernel is [3, 3, 3, 6], the net's is [3, 3, 3, 3]
        fix: make the net as it was trained: alpha, classes, or includeTop: false]
    `);
    const whole = weightsFor(net, (name) => name);
    whole.delete('conv1/kernel');
    expect(assign(whole)).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: mobileNetV1: a.json lacks the weights conv1/kernel
        fix: look whether it is a file of mobileNetV1; a file without the top goes with includeTop: false]
    `);
    expect(assign(new Map())).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: mobileNetV1: a.json lacks the weights conv1/kernel, conv1_bn/gamma, conv1_bn/beta and 134 more
        fix: look whether it is a file of mobileNetV1; a file without the top goes with includeTop: false]
    `);
    expect(net.parameters.map(({ value }) => value.dataSync()[0])).toEqual(before);
  });
});
