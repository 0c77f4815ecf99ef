import { readFileSync } from 'node:fs';
import { type Padding, windowGeometry } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { backends, floats, type GoldenTensor, runNative, uniform } from '../test-support.js';

interface PoolingGolden {
  readonly name: string;
  readonly op: 'maxPool2d' | 'averagePool2d';
  readonly attrs: {
    readonly window: [number, number];
    readonly strides: [number, number];
    readonly pad: Padding;
  };
  readonly inputs: { readonly x: GoldenTensor; readonly dy: GoldenTensor };
  readonly outputs: { readonly y: GoldenTensor };
  readonly gradients: { readonly dx: GoldenTensor };
}

const goldens = JSON.parse(
  readFileSync(new URL('../../../../goldens/pooling.json', import.meta.url), 'utf8'),
) as {
  cases: PoolingGolden[];
};

const kernels = {
  maxPool2d: ['MaxPool', 'MaxPoolGrad'],
  averagePool2d: ['AvgPool', 'AvgPoolGrad'],
} as const;

interface Pool {
  readonly x: number[];
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: Padding;
}

/** Pooling and its gradient by loops. */
function byLoops(
  op: keyof typeof kernels,
  { x, filterSize, strides, pad }: Pool,
  image: ArrayLike<number>,
  dy: ArrayLike<number>,
) {
  const g = windowGeometry(op, x, { window: filterSize, strides, dilations: 1, pad });
  const outShape = [g.batchSize, g.outHeight, g.outWidth, g.inChannels];
  const y: number[] = [];
  const dx = new Array<number>(image.length).fill(0);
  for (let n = 0; n < g.batchSize; n++) {
    for (let oy = 0; oy < g.outHeight; oy++) {
      for (let ox = 0; ox < g.outWidth; ox++) {
        for (let c = 0; c < g.inChannels; c++) {
          const cells: number[] = [];
          for (let ky = 0; ky < g.windowHeight; ky++) {
            for (let kx = 0; kx < g.windowWidth; kx++) {
              const row = oy * g.strideHeight - g.padTop + ky;
              const column = ox * g.strideWidth - g.padLeft + kx;
              if (row < 0 || row >= g.inHeight || column < 0 || column >= g.inWidth) continue;
              cells.push(((n * g.inHeight + row) * g.inWidth + column) * g.inChannels + c);
            }
          }
          const values = cells.map((cell) => image[cell] as number);
          const arriving = dy[y.length] as number;
          if (op === 'maxPool2d') {
            const largest = Math.max(...values);
            y.push(largest);
            const first = cells[values.findIndex((value) => Object.is(value, largest) || value === largest)];
            if (first !== undefined) (dx[first] as number) += arriving;
          } else {
            y.push(values.reduce((sum, value) => sum + value, 0) / cells.length);
            for (const cell of cells) (dx[cell] as number) += arriving / cells.length;
          }
        }
      }
    }
  }
  return { y, dx, outShape };
}

const geometries: Pool[] = [];
for (const channels of [1, 3, 4, 10]) {
  for (const pad of [
    'same',
    'valid',
    1,
    [
      [0, 0],
      [0, 1],
      [2, 0],
      [0, 0],
    ],
  ] as Padding[]) {
    geometries.push({ x: [2, 7, 9, channels], filterSize: [3, 2], strides: [2, 2], pad });
    geometries.push({ x: [1, 8, 8, channels], filterSize: [2, 2], strides: [2, 2], pad });
    geometries.push({ x: [2, 7, 9, channels], filterSize: [2, 2], strides: [2, 2], pad });
    geometries.push({ x: [1, 6, 5, channels], filterSize: [2, 3], strides: [1, 3], pad });
  }
}

describe.each(backends)('pooling on $description', (backend) => {
  const runBoth = (
    op: keyof typeof kernels,
    pool: Pool,
    image: ArrayLike<number>,
    dy: ArrayLike<number>,
    outShape: number[],
  ) => {
    const { filterSize, strides, pad } = pool;
    const attrs = { filterSize, strides, pad, dimRoundingMode: undefined };
    const x = floats(image, pool.x);
    const y = runNative(backend, kernels[op][0], [x], attrs, outShape);
    const inputs = [floats(dy, outShape), x, ...(op === 'maxPool2d' ? [floats(y, outShape)] : [])];
    return { y, dx: runNative(backend, kernels[op][1], inputs, attrs, pool.x) };
  };

  it.each(goldens.cases)('matches PyTorch: $name', ({ op, attrs, inputs, outputs, gradients }) => {
    const pool: Pool = {
      x: inputs.x.shape,
      filterSize: attrs.window,
      strides: attrs.strides,
      pad: attrs.pad,
    };
    const { y, dx } = runBoth(op, pool, inputs.x.values, inputs.dy.values, outputs.y.shape);
    expectClose(y, outputs.y.values);
    expectClose(dx, gradients.dx.values);
  });

  it.each(geometries)('matches loops: x $x, window $filterSize, strides $strides, pad $pad', (pool) => {
    // Few distinct values, so that ties are common.
    const image = uniform(
      1,
      pool.x.reduce((a, b) => a * b),
      2,
    ).map(Math.round);
    for (const op of ['maxPool2d', 'averagePool2d'] as const) {
      const { outShape } = byLoops(op, pool, image, []);
      const dy = uniform(
        2,
        outShape.reduce((a, b) => a * b),
      );
      const expected = byLoops(op, pool, image, dy);
      const { y, dx } = runBoth(op, pool, image, dy, outShape);
      expectClose(y, expected.y);
      expectClose(dx, expected.dx);
    }
  });

  it('F38: NaN is the largest, and the gradient goes to the first', () => {
    const pool: Pool = { x: [1, 1, 4, 1], filterSize: [1, 4], strides: [1, 1], pad: 'valid' };
    const { y, dx } = runBoth('maxPool2d', pool, [3, Number.NaN, 5, Number.NaN], [7], [1, 1, 1, 1]);
    expect([...y]).toEqual([Number.NaN]);
    expect([...dx]).toEqual([0, 7, 0, 0]);
  });

  it('F38: so it is for windows of 2 × 2 side by side', () => {
    const pool: Pool = { x: [1, 2, 2, 4], filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
    const [nan, low] = [Number.NaN, Number.NEGATIVE_INFINITY];
    const image = [
      [3, nan, low, 0],
      [nan, 1, low, 0],
      [5, nan, low, -0],
      [nan, 2, low, 1],
    ].flat();
    const { y, dx } = runBoth('maxPool2d', pool, image, [7, 8, 9, 10], [1, 1, 1, 4]);
    expect([...y]).toEqual([nan, nan, low, 1]);
    expect([...dx]).toEqual(
      [
        [0, 8, 9, 0],
        [7, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 10],
      ].flat(),
    );
  });

  it('all −∞ sends its gradient to the first cell; a window on padding alone gives −∞ and NaN', () => {
    const pool: Pool = { x: [1, 1, 2, 1], filterSize: [1, 2], strides: [1, 2], pad: 'valid' };
    const low = Number.NEGATIVE_INFINITY;
    expect([...runBoth('maxPool2d', pool, [low, low], [1], [1, 1, 1, 1]).dx]).toEqual([1, 0]);
    const outside: Pool = {
      ...pool,
      x: [1, 1, 1, 1],
      filterSize: [1, 1],
      strides: [1, 1],
      pad: [
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 0],
      ],
    };
    expect([...runBoth('maxPool2d', outside, [2], [1, 1], [1, 1, 2, 1]).y]).toEqual([low, 2]);
    expect([...runBoth('averagePool2d', outside, [2], [1, 1], [1, 1, 2, 1]).y]).toEqual([Number.NaN, 2]);
  });
});
