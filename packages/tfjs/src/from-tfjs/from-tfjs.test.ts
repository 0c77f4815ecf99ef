import { type Backend, conv2d, grad, ones, referenceBackend, scope, tensor, useBackend } from '@descent/core';
import { conv2d as convolution, dense, dropout, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { opCases, opContract } from '@descent/testing';
import { adam, fit } from '@descent/train';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { fromTfjs } from './from-tfjs.js';

const noDilations = 'no gradients of dilated convolutions';
const floatProducts = 'products of int32 go through float64, so the low bits of large ones are lost';
const casts = 'casts to int32 wrap around, and NaN is 0';
const ignoresNan = 'NaN is passed over';
const strandsNan = 'elements around a NaN are left unsorted';
const beyondFloat = 'the squares of deviations leave the range of float32';
const zeroShares = 'shares of 0 are multiplied as others are, and 0 · ∞ is NaN';
const oneFill = 'Transform takes one value for all channels';

const transformGradients = Object.fromEntries(
  opCases
    .filter(({ name }) => /^affineTransform.*gradient/.test(name))
    .map(({ name }) => [name, 'no gradients of Transform']),
);

opContract("the CPU backend of TensorFlow.js as one of Descent's", opCases, {
  reference: () => referenceBackend(),
  backend: () => fromTfjs('cpu'),
  differences: {
    'resizeBilinear: a gradient that is not finite reaches no pixel that was not read': zeroShares,
    'resizeNearestNeighbor: a gradient that is not finite reaches no pixel that was not read': zeroShares,
    'layerNorm: of the size of 1e-30': beyondFloat,
    'layerNorm: of the size of 1e-22': beyondFloat,
    'layerNorm: of the size of 1e19': beyondFloat,
    'layerNorm: of the size of 1e25': beyondFloat,
    'layerNorm: of the size of 1e38': beyondFloat,
    'sign: extremes': 'the sign of NaN is 0',
    'cast to int32: extremes': casts,
    'cast: beyond int32 and NaN': casts,
    'pow: every pair of extremes': '(±1) to the power of ±∞ and NaN is NaN, as in JavaScript',
    'mod: every pair of extremes': 'the rest by ±∞ is NaN',
    'floorDiv: every pair of extremes': 'a quotient of ∞ becomes a number of int32',
    'abs: int32': 'the absolute value of −2³¹ is taken as float32',
    'square: int32': 'the square is taken as float32',
    'squaredDifference: int32 wraps around': floatProducts,
    'mul: int32 keeps the low bits': floatProducts,
    'cumprod: int32 wraps around': floatProducts,
    'mean: over an empty axis': 'the mean of nothing is 0',
    'argMax: ties and NaN': ignoresNan,
    'argMin: ties and NaN': ignoresNan,
    'maxPool2d: ties and NaN': ignoresNan,
    'gatherNd: empty tuples pick everything': 'its gradient, by empty tuples too, is 0',
    'maxPool3d: ties and NaN': ignoresNan,
    'averagePool3d: image [1,3,0,2,3], window 2, padding 1': 'the average of padding alone is 0',
    'maxPool3d: image [1,4,6,5,5], window [3,2,1], strides [1,2,3]':
      'the gradient of a window that is no cube goes to other cells',
    'the gradient of maxPool3d: ties go to the first': 'it goes to the last',
    'the gradient of maxPool3d: image [1,3,4,4,5], window 2, strides [1,2,2]': 'it has no gradient',
    'topK: values, NaN, infinities and zeros': strandsNan,
    'topK: indices, NaN, infinities and zeros': strandsNan,
    'sort: NaN, infinities and zeros': strandsNan,
    'sort: NaN, infinities and zeros, descending': strandsNan,
    'argSort: NaN, infinities and zeros': strandsNan,
    'argSort: NaN, infinities and zeros, descending': strandsNan,
    ...transformGradients,
    'affineTransform: nearest, a value outside for each channel': oneFill,
    'affineTransform: bilinear, a value outside for each channel': oneFill,
    'resizeBilinear: NaN and infinities': 'an infinity becomes NaN even where no other pixel has a share',
    'layerNorm: far from 0': 'the mean of a row is rounded to float32 before it is subtracted',
    'conv2d: image [1,8,9,2], filter [3,3,2,2], dilations 2': noDilations,
    'conv2d: image [2,7,7,1], filter [3,3,1,2], dilations [1,2], padding "same"': noDilations,
    'conv3d: image [1,5,5,6,2], filter [2,2,3,2,2], dilations [1,2,2]': noDilations,
    'conv3d: image [2,3,3,3,1], filter [2,2,2,1,3], strides [2,1,2], padding [[0,0],[0,2],[1,0],[2,1],[0,0]]':
      'no padding of volumes by sides',
    'depthwiseConv2d: image [1,8,9,4], filter [3,3,4,1], dilations 2': noDilations,
    'depthwiseConv2d: image [1,7,7,2], filter [3,3,2,2], dilations [1,2], padding "same"': noDilations,
  },
});

async function lossesOn(backend: Backend): Promise<number[]> {
  await useBackend(backend);
  const side = 8;
  const x = Float32Array.from({ length: 24 * side * side }, (_, i) => Math.sin(i * i * 0.37));
  const y = Int32Array.from({ length: 24 }, (_, i) => (i * 7) % 3);
  const model = sequential(
    { input: [side, side, 1], seed: 3 },
    convolution({ filters: 8, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    convolution({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
    flatten(),
    dropout(0.2),
    dense(3),
  );
  const { epochs } = await fit(
    model,
    { x: tensor(x, [24, side, side, 1]), y: tensor(y, [24], 'int32') },
    { loss: crossEntropyFromLogits, optimizer: adam(), epochs: 4, batchSize: 10, seed: 1, progress: 'none' },
  );
  return epochs.map(({ loss }) => loss as number);
}

describe('fromTfjs', () => {
  it('trains a net with dropout to the losses of the reference kernels', async () => {
    const expected = await lossesOn(referenceBackend());
    const losses = await lossesOn(await fromTfjs('cpu'));
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] as number))).toBeLessThan(1e-5);
    });
  });

  it('leaves the backend of tf as it was', async () => {
    await setBackend('cpu');
    await fromTfjs('cpu');
    expect(getBackend()).toBe('cpu');
  });

  it('frees what it made when it is disposed of, and nothing else', async () => {
    const backend = await fromTfjs('cpu');
    await useBackend(backend);
    ones([3]);
    expect(backend.memory()).toEqual({ buffers: 1, bytes: 12 });
    backend.dispose();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('says what a kernel of tfjs refuses, instead of a wrong gradient', async () => {
    await useBackend(await fromTfjs('cpu'));
    scope(() => {
      const loss = (x: ReturnType<typeof ones>) => conv2d(x, ones([2, 2, 1, 1]), { dilations: 2 }).sum();
      expect(() => grad(loss)(ones([1, 5, 5, 1]))).toThrowErrorMatchingInlineSnapshot(`
        [BackendError: conv2dInputGradient: Conv2DBackpropInput of TensorFlow.js takes no dilations
          fix: run this op on another backend: await x.to(await cpu()), with cpu from '@descent/backend-cpu']
      `);
    });
  });

  it('names the backends that there are', async () => {
    await expect(fromTfjs('webgl')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [BackendError: fromTfjs: TensorFlow.js has no backend 'webgl'; those registered are: cpu
        fix: import '@tensorflow/tfjs-backend-webgl' first]
    `);
  });
});
