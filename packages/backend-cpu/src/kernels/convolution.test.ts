import { readFileSync } from 'node:fs';
import type { Backend } from '@descent/core';
import { type Padding, windowGeometry } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, floats, type GoldenTensor, runNative, uniform } from '../test-support.js';

interface ConvolutionGolden {
  readonly name: string;
  readonly attrs: {
    readonly strides: [number, number];
    readonly dilations: [number, number];
    readonly pad: Padding;
  };
  readonly inputs: { readonly x: GoldenTensor; readonly w: GoldenTensor; readonly dy: GoldenTensor };
  readonly outputs: { readonly y: GoldenTensor };
  readonly gradients: { readonly dx: GoldenTensor; readonly dw: GoldenTensor };
}

const goldens = JSON.parse(
  readFileSync(new URL('../../../../goldens/conv2d.json', import.meta.url), 'utf8'),
) as {
  cases: ConvolutionGolden[];
};

interface Conv {
  readonly x: number[];
  readonly filter: number[];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: Padding;
}

/** Everything of one convolution by loops in float64. */
function byLoops(
  { x, filter, strides, dilations, pad }: Conv,
  image: ArrayLike<number>,
  taps: ArrayLike<number>,
  dy: ArrayLike<number>,
) {
  const [kh, kw, ci, co] = filter as [number, number, number, number];
  const g = windowGeometry('conv2d', x, { window: [kh, kw], strides, dilations, pad });
  const y = new Float64Array(g.batchSize * g.outHeight * g.outWidth * co);
  const dx = new Float64Array(image.length);
  const dw = new Float64Array(taps.length);
  for (let p = 0; p < y.length / co; p++) {
    const ox = p % g.outWidth;
    const oy = Math.floor(p / g.outWidth) % g.outHeight;
    const n = Math.floor(p / g.outWidth / g.outHeight);
    for (let t = 0; t < kh * kw; t++) {
      const row = oy * g.strideHeight - g.padTop + Math.floor(t / kw) * g.dilationHeight;
      const column = ox * g.strideWidth - g.padLeft + (t % kw) * g.dilationWidth;
      if (row < 0 || row >= g.inHeight || column < 0 || column >= g.inWidth) continue;
      for (let i = 0; i < ci; i++) {
        const cell = ((n * g.inHeight + row) * g.inWidth + column) * ci + i;
        for (let o = 0; o < co; o++) {
          const weight = (t * ci + i) * co + o;
          (y[p * co + o] as number) += (image[cell] as number) * (taps[weight] as number);
          (dx[cell] as number) += (dy[p * co + o] as number) * (taps[weight] as number);
          (dw[weight] as number) += (dy[p * co + o] as number) * (image[cell] as number);
        }
      }
    }
  }
  return { y, dx, dw, outShape: [g.batchSize, g.outHeight, g.outWidth, co] };
}

function runAll(
  backend: Backend,
  conv: Conv,
  image: ArrayLike<number>,
  taps: ArrayLike<number>,
  dy: ArrayLike<number>,
  outShape: number[],
) {
  const { strides, dilations, pad } = conv;
  const attrs = { strides, dilations, pad, dataFormat: 'NHWC', dimRoundingMode: undefined };
  const x = floats(image, conv.x);
  const filter = floats(taps, conv.filter);
  const arriving = floats(dy, outShape);
  return {
    y: runNative(backend, 'Conv2D', [x, filter], attrs, outShape),
    dw: runNative(
      backend,
      'Conv2DBackpropFilter',
      [x, arriving],
      { ...attrs, filterShape: conv.filter },
      conv.filter,
    ),
    dx: runNative(
      backend,
      'Conv2DBackpropInput',
      [arriving, filter],
      { ...attrs, inputShape: conv.x },
      conv.x,
    ),
  };
}

const geometries: Conv[] = [];
for (const channels of [1, 3, 4, 8]) {
  for (const pad of [
    'same',
    'valid',
    1,
    [
      [0, 0],
      [2, 0],
      [1, 3],
      [0, 0],
    ],
  ] as Padding[]) {
    for (const [strides, dilations] of [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [2, 3],
        [1, 1],
      ],
      [
        [1, 1],
        [2, 1],
      ],
      [
        [3, 2],
        [2, 2],
      ],
    ] as [[number, number], [number, number]][]) {
      geometries.push({ x: [2, 9, 11, channels], filter: [3, 2, channels, 5], strides, dilations, pad });
    }
  }
}
geometries.push(
  { x: [1, 5, 5, 4], filter: [1, 1, 4, 9], strides: [1, 1], dilations: [1, 1], pad: 'valid' },
  { x: [1, 5, 5, 4], filter: [1, 1, 4, 9], strides: [2, 2], dilations: [1, 1], pad: 'same' },
  { x: [3, 28, 28, 1], filter: [3, 3, 1, 8], strides: [1, 1], dilations: [1, 1], pad: 'same' },
  { x: [2, 14, 14, 32], filter: [3, 3, 32, 16], strides: [1, 1], dilations: [1, 1], pad: 'same' },
  { x: [1, 12, 7, 2], filter: [5, 7, 2, 3], strides: [1, 1], dilations: [1, 1], pad: 'same' },
  // Several bands of an image, and several bands in a part of the filter's gradient.
  { x: [2, 70, 61, 3], filter: [5, 5, 3, 9], strides: [1, 2], dilations: [1, 1], pad: 'same' },
  { x: [35, 20, 13, 1], filter: [3, 3, 1, 8], strides: [1, 1], dilations: [1, 1], pad: 1 },
  { x: [1, 9, 3000, 2], filter: [3, 3, 2, 2], strides: [2, 1], dilations: [1, 1], pad: 'valid' },
  // FAULTS 5: strides beyond the input.
  { x: [1, 66, 18, 1], filter: [2, 2, 1, 1], strides: [70, 20], dilations: [1, 1], pad: 'same' },
  {
    x: [1, 5, 5, 3],
    filter: [3, 3, 3, 2],
    strides: [2 ** 31 - 1, 2 ** 31 - 1],
    dilations: [1, 1],
    pad: 'valid',
  },
  { x: [2, 9, 9, 1], filter: [2, 2, 1, 3], strides: [3, 4], dilations: [1, 1], pad: 'same' },
  // Padding wider than the window.
  { x: [1, 3, 3, 2], filter: [2, 2, 2, 2], strides: [1, 1], dilations: [1, 1], pad: 4 },
);

describe.each(backends)('Conv2D and its gradients on $description', (backend) => {
  it.each(goldens.cases)('match PyTorch: $name', ({ attrs, inputs, outputs, gradients }) => {
    const conv: Conv = { x: inputs.x.shape, filter: inputs.w.shape, ...attrs };
    const { y, dx, dw } = runAll(
      backend,
      conv,
      inputs.x.values,
      inputs.w.values,
      inputs.dy.values,
      outputs.y.shape,
    );
    expectClose(y, outputs.y.values);
    expectClose(dx, gradients.dx.values);
    expectClose(dw, gradients.dw.values, { absolute: 2e-6 });
  });

  it.each(geometries)(
    'match loops in float64: x $x, filter $filter, strides $strides, dilations $dilations, pad $pad',
    (conv) => {
      const image = uniform(
        1,
        conv.x.reduce((a, b) => a * b),
      );
      const taps = uniform(
        2,
        conv.filter.reduce((a, b) => a * b),
      );
      const { outShape } = byLoops(conv, image, taps, []);
      const dy = uniform(
        3,
        outShape.reduce((a, b) => a * b),
      );
      const expected = byLoops(conv, image, taps, dy);
      const { y, dx, dw } = runAll(backend, conv, image, taps, dy, outShape);
      expectClose(y, expected.y, { absolute: 4e-6 });
      expectClose(dx, expected.dx, { absolute: 4e-6 });
      expectClose(dw, expected.dw, { absolute: 2e-5 });
    },
  );

  it('an empty batch gives an empty result and a filter gradient of zeros', () => {
    const conv: Conv = {
      x: [0, 4, 4, 1],
      filter: [2, 2, 1, 2],
      strides: [1, 1],
      dilations: [1, 1],
      pad: 'valid',
    };
    const { y, dx, dw } = runAll(backend, conv, [], uniform(1, 8), [], [0, 3, 3, 2]);
    expect([y.length, dx.length]).toEqual([0, 0]);
    expect([...dw]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
